"""The signed catalogue: newer versions by the shortest way; rolled back, frozen, foreign and cut: refused or gone on with."""

import contextlib
import random
import threading
from datetime import UTC, datetime, timedelta
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import httpx2
import pytest
from tuf.api.metadata import Metadata

from desktop.models.errors import InputError, Offline, Rejected
from sync.updates import client, repository, sources, trees

NOISE = random.Random(7).randbytes(400_000)


def tree(folder, version):
    folder.mkdir(parents=True)
    (folder / "lib").write_bytes(NOISE)
    (folder / "program").write_bytes(NOISE[:5_000] + version.encode() * 20 + NOISE[5_000:])
    return folder


@pytest.fixture
def shop(tmp_path):
    """A catalogue with 1.0.0 and 1.1.0, and 1.0.0 in place."""
    root = repository.begin(tmp_path / "repo", tmp_path / "keys")
    for version in ("1.0.0", "1.1.0"):
        repository.add(tmp_path / "repo", tmp_path / "keys", tree(tmp_path / version, version), version=version, platform="linux")
    tree(tmp_path / "root" / "app-1.0.0", "1.0.0")
    return tmp_path, root


def catalogue(shop, source=None):
    folder, root = shop
    return client.Catalogue(source or sources.Folder(folder / "repo"), folder / "kept", root)


def test_the_next_version_comes_as_a_patch_and_stands_beside_the_old_one(shop):
    folder, _ = shop
    found = catalogue(shop).newer("1.0.0", "linux")
    assert (found.version, found.older) == ("1.1.0", "1.0.0")
    assert found.length < 0.03 * found.whole
    package = catalogue(shop).bring(found, folder / "down")
    made = client.stage(package, found, folder / "root", folder / "root" / "app-1.0.0")
    assert made.name == "app-1.1.0"
    assert trees.listed(made) == trees.listed(folder / "1.1.0")
    assert catalogue(shop).newer("1.1.0", "linux") is None


def test_an_older_program_without_a_patch_gets_the_whole(shop):
    found = catalogue(shop).newer("0.9.0", "linux")
    assert (found.version, found.older, found.length) == ("1.1.0", "", found.whole)


def test_no_package_for_this_platform_is_no_fault(shop):
    assert catalogue(shop).newer("1.0.0", "win32-amd64") is None


def test_a_program_that_was_changed_gets_the_whole_instead(shop):
    folder, _ = shop
    (folder / "root" / "app-1.0.0" / "program").write_bytes(b"changed")
    found = catalogue(shop).newer("1.0.0", "linux")
    with pytest.raises(Rejected):
        client.stage(catalogue(shop).bring(found, folder / "down"), found, folder / "root", folder / "root" / "app-1.0.0")
    assert not list((folder / "root").glob("app-1.1.0*"))
    whole = catalogue(shop).whole(found, "linux")
    made = client.stage(catalogue(shop).bring(whole, folder / "down"), whole, folder / "root", None)
    assert trees.listed(made) == trees.listed(folder / "1.1.0")


def test_a_catalogue_signed_by_others_is_refused(shop, tmp_path):
    other = repository.begin(tmp_path / "other", tmp_path / "other-keys")
    with pytest.raises(Rejected):
        client.Catalogue(sources.Folder(tmp_path / "repo"), tmp_path / "kept2", other).newer("1.0.0", "linux")


def test_an_older_catalogue_is_refused_after_a_newer_was_seen(shop):
    folder, _ = shop
    before = (folder / "repo" / "metadata" / "timestamp.json").read_bytes()
    repository.renew(folder / "repo", folder / "keys")
    assert catalogue(shop).newer("1.0.0", "linux")
    (folder / "repo" / "metadata" / "timestamp.json").write_bytes(before)
    with pytest.raises(Rejected):
        catalogue(shop).newer("1.0.0", "linux")


def test_a_catalogue_that_ended_is_refused_in_words(shop, monkeypatch):
    folder, _ = shop
    monkeypatch.setattr(repository, "_until", lambda role: datetime.now(UTC).replace(microsecond=0) - timedelta(days=1))
    repository.renew(folder / "repo", folder / "keys")
    with pytest.raises(Rejected, match="quá hạn"):
        catalogue(shop).newer("1.0.0", "linux")


@pytest.mark.parametrize("name", ["timestamp.json", "3.snapshot.json", "3.targets.json"])
def test_a_changed_catalogue_is_refused(shop, name):
    folder, _ = shop
    path = folder / "repo" / "metadata" / name
    metadata = Metadata.from_bytes(path.read_bytes())
    metadata.signed.version += 1
    path.write_bytes(metadata.to_bytes())
    with pytest.raises(Rejected):
        catalogue(shop).newer("1.0.0", "linux")


def test_a_changed_package_is_refused(shop):
    folder, _ = shop
    found = catalogue(shop).newer("1.0.0", "linux")
    path = next((folder / "repo" / "targets").glob(f"*.{found.name}"))
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    with pytest.raises(Rejected):
        catalogue(shop).bring(found, folder / "down")
    assert not list((folder / "down").iterdir())


def test_a_version_must_be_newer_than_all(shop):
    folder, _ = shop
    with pytest.raises(InputError):
        repository.add(folder / "repo", folder / "keys", folder / "1.0.0", version="1.0.5", platform="linux")


def test_keys_are_never_written_over(shop):
    folder, _ = shop
    with pytest.raises(InputError):
        repository.begin(folder / "again", folder / "keys")


class Cutting:
    """A source whose line breaks after some bytes, again and again."""

    def __init__(self, folder, after):
        self._source, self._after, self.carried = sources.Folder(folder), after, 0

    def pieces(self, path, start=0):
        left = self._after
        for piece in self._source.pieces(path, start):
            for at in range(0, len(piece), 1_000):
                if "targets/" in path and "index" not in path:
                    left -= 1_000
                    if left < 0:
                        raise Offline("đứt")
                    self.carried += len(piece[at : at + 1_000])
                yield piece[at : at + 1_000]


def test_a_download_goes_on_where_the_line_broke(shop):
    folder, _ = shop
    line = Cutting(folder / "repo", 50_000)
    found = catalogue(shop).newer("0.9.0", "linux")
    tries = 0
    while True:
        tries += 1
        with contextlib.suppress(Offline):
            catalogue(shop, line).bring(found, folder / "down")
            break
    assert tries > 5
    assert line.carried == found.length  # not a byte twice


@pytest.fixture
def web(shop):
    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *arguments):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=shop[0] / "repo")) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def test_over_http_even_from_a_server_without_ranges(shop, web):
    folder, _ = shop
    with httpx2.Client() as line:
        shelf = catalogue(shop, sources.Web(web, line))
        found = shelf.newer("0.9.0", "linux")
        (folder / "down").mkdir()
        whole = next((folder / "repo" / "targets").glob(f"*.{found.name}")).read_bytes()
        (folder / "down" / f"{found.name}.part").write_bytes(whole[:100_000])
        assert shelf.bring(found, folder / "down").read_bytes() == whole


def test_no_server_is_told_in_words(shop):
    with httpx2.Client() as line, pytest.raises(Offline):
        catalogue(shop, sources.Web("http://127.0.0.1:1", line)).newer("1.0.0", "linux")
