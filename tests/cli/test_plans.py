"""Plans at the console."""

import json

import pytest


def test_plans_are_listed_counted_copied_and_received(run, tmp_path):
    code, out, _ = run("plans")
    assert code == 0
    assert "phuong-2026" in out
    assert "qd-2780" in out
    code, out, _ = run("plans", "phuong-2026", "--json", "--on", "2026-06-30")
    found = {one["target"]: one for one in map(json.loads, out.splitlines())}
    assert (found["P4"]["done"], found["P4"]["state"]) == (0, "late")
    code, out, _ = run("plans", "phuong-2026", "--copy-to", "2027")
    assert (code, "phuong-2027, bản 1" in out) == (0, True)
    assert run("plans", "phuong-2027", "-o", tmp_path / "p.toml")[0] == 0
    (tmp_path / "p.toml").write_text((tmp_path / "p.toml").read_text(encoding="utf-8").replace("phuong-2027", "nhan"), encoding="utf-8")
    assert "nhan, bản 1" in run("plans", "--add", tmp_path / "p.toml")[1]
    assert run("plans", "phuong-2026", "--adopt")[0] == 0
    assert run("plans", "phuong-2026", "--versions")[1].startswith("1 ")


@pytest.mark.parametrize(("options", "says"), [
    (["khong-co"], "Không có kế hoạch"), (["--adopt"], "Chưa nói kế hoạch nào"), (["--on", "hôm qua"], "Không hiểu ngày"),
    (["phuong-2026", "--copy-to", "2026"], "Không chép được")])  # fmt: skip
def test_a_wrong_wish_is_one_sentence(run, options, says):
    code, _, err = run("plans", *options)
    assert code == 1
    assert says in err
    assert len(err.strip().splitlines()) == 1
