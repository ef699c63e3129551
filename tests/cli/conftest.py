"""The console program over a fresh book of one ward."""

import pytest

from desktop import cli


@pytest.fixture
def run(tmp_path, capfd):
    def call(*arguments):
        code = cli.run(["--data-dir", str(tmp_path / "so"), *map(str, arguments)])
        out, err = capfd.readouterr()
        return code, out, err

    assert call("init", "--unit", "20242")[0] == 0
    return call
