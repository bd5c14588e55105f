#!/usr/bin/env bash
# Makes the pictures of this folder anew, in the folder named, with a person, a place and a note wherever a telephone
# writes something beside the picture.
set -euo pipefail
here=$(dirname "$(realpath "$0")")
cd "$1"

name='Zinnia Köhler' place='Pendle Hill Ward' note='Harebell at noon'
written=(-q -overwrite_original -Artist="$name" -ImageDescription="$place" -UserComment="$note" -Make="$note" -Model="$name"
  -DateTimeOriginal='2021:03:04 05:06:07' -GPSLatitude=53.8687 -GPSLatitudeRef=N -GPSLongitude=2.2990
  -GPSLongitudeRef=W -XMP-dc:Creator="$name" -XMP-photoshop:City="$place")

# Four fields of one colour each: red, green, blue, grey.
/usr/bin/python3 - <<'PY'
from PIL import Image
def fields(width, height, mode='RGB'):
    picture = Image.new(mode, (width, height), (128, 128, 128, 255)[:len(mode)])
    for x, y, colour in [(0, 0, (220, 20, 20)), (1, 0, (20, 180, 20)), (0, 1, (20, 20, 220))]:
        area = (x * width // 2, y * height // 2, (x + 1) * width // 2, (y + 1) * height // 2)
        picture.paste(colour + (255,) * (len(mode) - 3), area)
    return picture
fields(320, 240).save('plain.png')
large = fields(8064, 6048)
large.save('pillow-48-megapixels.jpg', quality=10, subsampling=2, optimize=True)
large.save('large.png')
for number, part in enumerate([(0, 0), (512, 0), (0, 512), (512, 512)]):
    fields(1024, 1024).crop(part + (part[0] + 512, part[1] + 512)).save(f'tile-{number}.png')
clear = fields(320, 240, 'RGBA')
clear.paste((0, 0, 0, 0), (160, 120, 320, 240))
clear.save('clear.png')
frames = [fields(64, 48), fields(64, 48).transpose(Image.Transpose.ROTATE_180)]
frames[0].save('pillow-moving.webp', save_all=True, append_images=frames[1:], duration=200)
PY
ffmpeg -hide_banner -loglevel error -y -i plain.png -pix_fmt rgb48be deep.png

heif-enc -q 50 -t 64 plain.png -o heif-enc.heic
exiftool "${written[@]}" -Orientation='Rotate 90 CW' heif-enc.heic
heif-enc -q 50 -b 10 deep.png -o heif-enc-ten-bits.heic
heif-enc -q 50 clear.png -o heif-enc-alpha.heic
heif-enc -q 40 large.png -o heif-enc-48-megapixels.heic
heif-enc -q 50 tile-0.png tile-1.png tile-2.png tile-3.png plain.png -o tiles.heic
exiftool "${written[@]}" tiles.heic
# As an iPhone does it, which no tool here can: four tiles, shown as one picture of 1000 x 1000, turned by 90 degrees.
/usr/bin/python3 "$here/grid.py" tiles.heic grid-turned.heic 1000 1000 --turn 1
/usr/bin/python3 "$here/grid.py" tiles.heic grid-mirrored.heic 1000 1000 --mirror 1

# A photograph with all that belongs to one, and a film behind it as telephones put it there.
exiftool "${written[@]}" -Orientation='Rotate 90 CW' pillow-48-megapixels.jpg
printf 'MotionPhoto_Data%s' "$note" >>pillow-48-megapixels.jpg

rm -f plain.png large.png tile-?.png clear.png deep.png tiles.heic
