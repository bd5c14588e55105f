#!/usr/bin/env bash
# Makes the samples of this folder anew, in the folder named, with a person, a place and a day in every place that
# these tools can write. What browsers recorded comes from record.mjs.
set -euo pipefail
cd "$1"

name='Zinnia Köhler' place='Pendle Hill Ward' note='Harebell at noon'
day=2021-03-04 moment=2021-03-04T05:06:07Z point=+53.8687-002.2990/
quiet=(ffmpeg -hide_banner -loglevel error -y)
common=(-metadata "title=$place" -metadata "artist=$name" -metadata "comment=$note" -metadata "date=$day"
  -metadata "creation_time=$moment" -metadata "location=$point")

"${quiet[@]}" -f lavfi -i sine=frequency=440:sample_rate=16000:duration=0.2 -ac 1 -c:a pcm_s16le -bitexact tone.wav

/usr/bin/python3 - "$name" <<'PY'
import struct, sys, zlib
def chunk(kind, content):
    return struct.pack('>I', len(content)) + kind + content + struct.pack('>I', zlib.crc32(kind + content))
pixels = b''.join(b'\0' + b'\x88\x44\x22' * 4 for _ in range(4))
open('cover.png', 'wb').write(b'\x89PNG\r\n\x1a\n' + chunk(b'IHDR', struct.pack('>IIBBBBB', 4, 4, 8, 2, 0, 0, 0))
    + chunk(b'tEXt', b'Author\0' + sys.argv[1].encode('latin-1')) + chunk(b'IDAT', zlib.compress(pixels))
    + chunk(b'IEND', b''))
PY

# MP3: the first with a constant rate, the second with a variable one and the header of Xing.
lame --quiet -m m -b 16 --id3v1-only --tt "$place" --ta "$name" --tc "$note" --ty 2021 tone.wav lame-id3v1.mp3
lame --quiet -m m -V 6 --add-id3v2 --id3v2-utf16 --pad-id3v2-size 64 --tt "$place" --ta "$name" --tc "$note" --ty 2021 \
  --tv "TXXX=Ward=$place" --ti cover.png tone.wav lame-id3v23.mp3
"${quiet[@]}" -i tone.wav -i cover.png -map 0 -map 1 -c:a libmp3lame -b:a 24k -c:v copy -disposition:v attached_pic \
  -id3v2_version 4 -write_id3v1 1 "${common[@]}" ffmpeg-id3v24.mp3
cp lame-id3v23.mp3 mutagen-apev2.mp3
/usr/bin/python3 - "$name" "$place" "$note" <<'PY'
import sys
from mutagen import apev2, id3
name, place, note = sys.argv[1:]
file = 'mutagen-apev2.mp3'
tags = id3.ID3(file)
for frame in [id3.COMM(encoding=1, lang='eng', desc=place, text=note), id3.USLT(encoding=2, lang='eng', text=note),
              id3.PRIV(owner=place, data=name.encode('utf-16-le')),
              id3.GEOB(encoding=0, mime='a/b', desc=note, data=name.encode()),
              id3.TDRC(encoding=3, text='2021-03-04'),
              id3.WXXX(encoding=3, desc=place, url='https://example.org/')]:
    tags.add(frame)
tags.save(file, v2_version=4)
ape = apev2.APEv2()
ape['Artist'], ape['Title'], ape['Comment'] = name, place, note
ape['Cover Art (Front)'] = apev2.APEValue(b'cover.png\0' + open('cover.png', 'rb').read(), apev2.BINARY)
ape.save(file)
PY
lame --quiet -m m -b 8 --resample 8 --id3v2-only --id3v2-latin1 --tt "$place" --ta "$name" tone.wav lame-8khz.mp3
"${quiet[@]}" -i tone.wav -c:a mp2 -b:a 32k -f mp2 ffmpeg-layer2.mp3

# MP4, whole and in fragments, as iTunes, as QuickTime and as keys.
aac=(-c:a aac -b:a 24k)
"${quiet[@]}" -i tone.wav -i cover.png -map 0 -map 1 "${aac[@]}" -c:v copy -disposition:v attached_pic "${common[@]}" \
  -metadata:s:a "handler_name=$name" ffmpeg-ilst.m4a
"${quiet[@]}" -i tone.wav "${aac[@]}" -f mp4 -movflags use_metadata_tags+faststart "${common[@]}" \
  -metadata "com.android.manufacturer=$note" -metadata:s:a "handler_name=$name" ffmpeg-keys.mp4
"${quiet[@]}" -i tone.wav "${aac[@]}" -f mov -brand mp42 "${common[@]}" -metadata "make=$note" \
  -metadata:s:a "handler_name=$name" ffmpeg-quicktime.m4a
"${quiet[@]}" -i tone.wav "${aac[@]}" -f mp4 -movflags frag_keyframe+empty_moov+default_base_moof -frag_duration 50000 \
  -write_prft wallclock "${common[@]}" -metadata:s:a "handler_name=$name" ffmpeg-fragments.mp4
"${quiet[@]}" -i tone.wav -c:a alac "${common[@]}" ffmpeg-alac.m4a
"${quiet[@]}" -i tone.wav "${aac[@]}" -metadata "creation_time=$moment" plain.m4a
AtomicParsley plain.m4a --title "$place" --artist "$name" --comment "$note" --year "$moment" --geID 7 \
  --artwork cover.png --meta-uuid Ward text "$name" --output atomicparsley.m4a >/dev/null
gst-launch-1.0 -q filesrc location=ffmpeg-ilst.m4a ! qtdemux name=from from.audio_0 ! aacparse ! mp4mux \
  ! filesink location=gstreamer.mp4

# As older telephones record: AAC as a bare stream between ID3 and APE tags, AMR in both bands, 3GP of both. GStreamer
# writes bare frames of AMR: what a file begins with is put before them, and something that does not belong there behind.
"${quiet[@]}" -i tone.wav "${aac[@]}" "${common[@]}" -f adts -write_id3v2 1 -write_apetag 1 ffmpeg-id3.aac
"${quiet[@]}" -i tone.wav "${aac[@]}" "${common[@]}" -metadata:s:a "handler_name=$name" ffmpeg-aac.3gp
amr() {
  gst-launch-1.0 -q filesrc location=tone.wav ! wavparse ! audioconvert ! audioresample \
    ! "audio/x-raw,rate=$1,channels=1" ! "$2" ! fdsink | cat
}
{ printf '#!AMR\n' && amr 8000 amrnbenc; } >plain.amr
{ cat plain.amr && printf '%s' "$note"; } >opencore.amr
{ printf '#!AMR-WB\n' && amr 16000 voamrwbenc; } >visualon-wide.amr
"${quiet[@]}" -i plain.amr -c copy "${common[@]}" -metadata:s:a "handler_name=$name" ffmpeg-amr.3gp

# Ogg: Vorbis and Opus, the picture in a comment.
oggenc -Q -q -1 --artist "$name" --title "$place" --date "$day" -c "LOCATION=$point" -c "COMMENT=$note" \
  -o oggenc.ogg tone.wav
opusenc --quiet --bitrate 16 --artist "$name" --title "$place" --date "$day" --comment "LOCATION=$point" \
  --comment "COMMENT=$note" --picture "3||$note||cover.png" tone.wav opusenc.opus
"${quiet[@]}" -i tone.wav -c:a libopus -b:a 16k "${common[@]}" ffmpeg-opus.ogg
/usr/bin/python3 - "$note" <<'PY'
import base64, shutil, sys
from mutagen.flac import Picture
from mutagen.oggvorbis import OggVorbis
shutil.copy('oggenc.ogg', 'mutagen-picture.ogg')
picture = Picture()
picture.data, picture.type, picture.desc, picture.mime = open('cover.png', 'rb').read(), 3, sys.argv[1], 'image/png'
file = OggVorbis('mutagen-picture.ogg')
file['metadata_block_picture'] = [base64.b64encode(picture.write()).decode()]
# Too long for one page of Mutagen's, which ends at 4,096 bytes.
file['lyrics'] = [sys.argv[1] * 260]
file.save()
PY

# WebM: with everything where it belongs, without an end as if it were sent while it is made, and with Vorbis, whose own
# comments go into the head of the track.
"${quiet[@]}" -i tone.wav -c:a libopus -b:a 16k "${common[@]}" -metadata:s:a "title=$name" ffmpeg-opus.webm
"${quiet[@]}" -i tone.wav -c:a libopus -b:a 16k "${common[@]}" -metadata:s:a "title=$name" -f webm -live 1 \
  -cluster_time_limit 60 - | cat >ffmpeg-live.webm
"${quiet[@]}" -i oggenc.ogg -c:a copy -map_metadata -1 -metadata "creation_time=$moment" ffmpeg-vorbis.webm
cat >tags.xml <<XML
<?xml version="1.0" encoding="UTF-8"?>
<Tags><Tag><Targets/><Simple><Name>LOCATION</Name><String>$place</String></Simple></Tag></Tags>
XML
mkvmerge -q --webm --title "$place" --global-tags tags.xml --track-name "0:$name" -o mkvmerge.webm oggenc.ogg
gst-launch-1.0 -q filesrc location=oggenc.ogg ! oggdemux ! vorbisparse ! webmmux streamable=true \
  ! filesink location=gstreamer-vorbis.webm

# WAV: the list, the broadcaster's chunk, ID3, and the format with a longer description.
"${quiet[@]}" -i tone.wav "${common[@]}" ffmpeg-list.wav
"${quiet[@]}" -i tone.wav -write_bext 1 -write_peak on -metadata "description=$place" -metadata "originator=$name" \
  -metadata "coding_history=$note" -metadata "origination_date=$day" -metadata origination_time=05:06:07 \
  ffmpeg-bext.wav
"${quiet[@]}" -i tone.wav -t 0.05 -c:a pcm_s24le "${common[@]}" ffmpeg-extensible.wav
"${quiet[@]}" -i tone.wav -t 0.05 -c:a pcm_f32le "${common[@]}" -f wav - | cat >ffmpeg-piped.wav
sox tone.wav --comment "$note" -e a-law sox-alaw.wav trim 0 0.1
cp ffmpeg-list.wav mutagen-id3.wav
# No tool here writes iXML and XMP: those two are put in by hand.
/usr/bin/python3 - "$name" "$place" <<'PY'
import struct, sys
from mutagen.wave import WAVE
from mutagen.id3 import TPE1, TIT2
name, place = sys.argv[1:]
file = WAVE('mutagen-id3.wav')
file.add_tags()
file.tags.add(TPE1(encoding=1, text=name))
file.tags.add(TIT2(encoding=3, text=place))
file.save()
whole = open('mutagen-id3.wav', 'rb').read()
for kind, text in [(b'iXML', f'<BWFXML><NOTE>{name}</NOTE></BWFXML>'), (b'_PMX', f'<x:xmpmeta>{place}</x:xmpmeta>')]:
    content = text.encode()
    whole += kind + struct.pack('<I', len(content)) + content + b'\0' * (len(content) % 2)
open('mutagen-id3.wav', 'wb').write(whole[:4] + struct.pack('<I', len(whole) - 8) + whole[8:])
PY

rm -f tone.wav cover.png plain.m4a plain.amr tags.xml
