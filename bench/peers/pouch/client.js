// PouchDB pushes a local database: node client.js FOLDER RECORDS URL SIZE fill|send
"use strict";
const fs = require("fs"), path = require("path");
const from = (name) => require(require.resolve(name, { paths: [process.env.PEERS] }));
const [folder, records, url, size, act] = process.argv.slice(2);
fs.mkdirSync(folder, { recursive: true });
const PouchDB = from("pouchdb").defaults({ prefix: folder + path.sep });
const book = new PouchDB("book");
async function fill() {
  const lines = fs.readFileSync(records, "utf8").split("\n").filter(Boolean).map((line) => JSON.parse(line));
  await book.bulkDocs(lines.map(({ uid, ...rest }) => ({ _id: uid, ...rest })));
  await book.close();
}
function send() {
  const begun = Date.now();
  const push = book.replicate.to(url, { batch_size: Number(size), batches_limit: 10, retry: true, live: true });
  push.on("paused", (fault) => {
    if (fault) return;
    console.log(JSON.stringify({ seconds: (Date.now() - begun) / 1000, tries: 0 }));
    process.exit(0);
  });
}
act === "fill" ? fill() : send();
