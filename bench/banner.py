"""A banner of 6 x 0.8 m with a photo of 12 million pixels, drawn 1:10 for the shop: CPU seconds and memory."""

import io
import json
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from bench.figures import beside, peak_mb
from bench.peers import papers

SOURCE = Path(__file__).parents[1] / "resources" / "designs" / "bang-ron-ngang" / "design.toml"
PHOTO = '\n[[fields]]\nname = "photo"\nlabel = "Ảnh"\nkind = "image"\n[[layers]]\nkind = "image"\nfield = "photo"\n' \
        "x = 4600\ny = 60\nw = 1300\nh = 680\n"  # fmt: skip


def measure() -> list[dict[str, Any]]:
    """Return two rows: CPU seconds and memory over a bare Python, each beside reading the photo alone."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        (home / "photo.jpg").write_bytes(photo())
        ours = papers.of_ours("bench.banner", "ours", str(home), out=home / "banner.pdf")
        alone = papers.of_ours("bench.banner", "photo", str(home), out=home / "none.pdf")
        bare = papers.bare()
    return [
        beside("Băng rôn 6 x 0,8 m có ảnh 12 triệu điểm", ours["seconds"], "s CPU", peer="chỉ mở và nén lại ảnh",
               peer_value=alone["seconds"], pdf_kb=ours["pdf_kb"]),
        beside("Bộ nhớ của băng rôn, kể cả thư viện vẽ", round(ours["peak_mb"] - bare, 1), "MB", peer="chỉ mở và nén lại ảnh",
               peer_value=round(alone["peak_mb"] - bare, 1)),
    ]  # fmt: skip


def photo() -> bytes:
    """Return a JPEG of 4,000 x 3,000 pixels that does not compress to nothing."""
    import random

    from PIL import Image

    small = Image.frombytes("RGB", (200, 150), random.Random(7).randbytes(200 * 150 * 3))
    kept = io.BytesIO()
    small.resize((4000, 3000), Image.Resampling.BICUBIC).save(kept, "JPEG", quality=88)
    return kept.getvalue()


def draw(way: str, home: Path, out: Path) -> dict[str, Any]:
    """Draw the banner, or only take the photo in; imports are not counted."""
    from desktop.printing import designs, paper, pictures

    data = (home / "photo.jpg").read_bytes()
    before = time.process_time()
    if way == "ours":
        (home / "banner").mkdir(exist_ok=True)
        (home / "banner" / "design.toml").write_text(SOURCE.read_text(encoding="utf-8") + PHOTO, encoding="utf-8")
        design = designs.read_design(home / "banner" / "design.toml")
        before = time.process_time()
        out.write_bytes(paper.render(design, {"slogan": "Chuyển đổi số vì người dân", "unit": "PHƯỜNG HẢI CHÂU", "photo": data}))
    else:
        pictures.jpeg(data, 1300 / 680, (0.5, 0.5), grey=False, most=round(1300 / 25.4 * 300))
    return {"seconds": round(time.process_time() - before, 3), "peak_mb": round(peak_mb(), 1)}


if __name__ == "__main__":
    print(json.dumps(draw(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))))
