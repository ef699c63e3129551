"""A small design for tests: every field kind, one photo, one code; more layers are added to its text."""

HEAD = """id = "thu"
label = "Thử"
family = "poster"
size = [200, 280]
bleed = 3.0
kinds = ["TAPHUAN"]
pack = true
palettes = ["bien", "sen", "rung"]
[ink]
[[blocks]]
id = "anh"
label = "Ảnh"
[[blocks]]
id = "chan"
label = "Chân"
on = false
[[fields]]
name = "title"
label = "Tên"
kind = "text"
required = true
default = "Lớp học"
source = "{title}"
[[fields]]
name = "unit"
label = "Đơn vị"
kind = "text"
max_length = 90
default = "{unit_upper}"
source = "{unit_upper}"
[[fields]]
name = "note"
label = "Ghi chú"
kind = "note"
max_length = 900
[[fields]]
name = "link"
label = "Liên kết"
kind = "qr"
max_length = 60
default = "https://danang.gov.vn"
[[fields]]
name = "photo"
label = "Ảnh nền"
kind = "image"
"""
LAYERS = """[[layers]]
kind = "background"
color = "paper"
[[layers]]
kind = "image"
x = 0
y = 0
w = 200
h = 120
field = "photo"
block = "anh"
[[layers]]
kind = "text"
x = 20
y = 30
w = 160
h = 60
text = "{title}"
size = 60
smallest = 24
lines = 3
face = "sans-bold"
[[layers]]
kind = "text"
x = 20
y = 130
w = 160
h = 12
text = "{unit}"
size = 24
smallest = 12
lines = 1
[[layers]]
kind = "flow"
x = 20
y = 150
w = 100
h = 90
field = "note"
size = 14
smallest = 10
[[layers]]
kind = "qr"
x = 140
y = 160
w = 40
h = 40
field = "link"
[[layers]]
kind = "text"
x = 20
y = 260
w = 160
h = 10
text = "Chân trang"
size = 12
block = "chan"
"""
