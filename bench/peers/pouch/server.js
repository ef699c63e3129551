// express-pouchdb behind TLS: node server.js FOLDER CERTIFICATES PORT
"use strict";
const fs = require("fs"), path = require("path"), https = require("https");
const from = (name) => require(require.resolve(name, { paths: [process.env.PEERS] }));
const [folder, certificates, port] = process.argv.slice(2);
fs.mkdirSync(folder, { recursive: true });
process.chdir(folder);
const PouchDB = from("pouchdb").defaults({ prefix: folder + path.sep });
const app = from("express")();
app.use("/", from("express-pouchdb")(PouchDB, { mode: "minimumForPouchDB", logPath: path.join(folder, "log.txt") }));
const read = (name) => fs.readFileSync(path.join(certificates, name));
new PouchDB("book").info().then(() =>
  https.createServer({ cert: read("chain.pem"), key: read("key.pem") }, app)
    .listen(Number(port), () => console.log("ready")));
