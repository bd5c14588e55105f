"""Makes one picture of the first four of a HEIC file: an item 'grid' that shows them as tiles."""
import argparse, struct

parser = argparse.ArgumentParser()
parser.add_argument('source'), parser.add_argument('target')
parser.add_argument('width', type=int), parser.add_argument('height', type=int)
parser.add_argument('--turn', type=int), parser.add_argument('--mirror', type=int)
wish = parser.parse_args()

def box(kind, content):
    return struct.pack('>I', 8 + len(content)) + kind + content

def boxes(content):
    at = 0
    while at < len(content):
        size, = struct.unpack_from('>I', content, at)
        size = size or len(content) - at
        yield content[at + 4:at + 8], content[at + 8:at + size]
        at += size

whole = open(wish.source, 'rb').read()
top = list(boxes(whole))
meta = dict(boxes(dict(top)[b'meta'][4:]))
grid = struct.pack('>BBBBHH', 0, 0, 1, 1, wish.width, wish.height)

# The places of what is there move by what the head grows: read first, written anew at the end.
iloc = meta[b'iloc']
assert iloc[0] in (0, 1) and iloc[4] == 0x44 and iloc[5] >> 4 in (0, 4), iloc[:6].hex()
base = iloc[5] >> 4
items, at = [], 8
for _ in range(struct.unpack_from('>H', iloc, 6)[0]):
    number, = struct.unpack_from('>H', iloc, at)
    at += 2 + (2 if iloc[0] == 1 else 0) + 2
    start = struct.unpack_from('>I', iloc, at)[0] if base else 0
    at += base
    extents, = struct.unpack_from('>H', iloc, at)
    assert extents == 1
    offset, length = struct.unpack_from('>II', iloc, at + 2)
    at += 10
    items.append((number, start + offset, length))
new = max(number for number, _, _ in items) + 1

entries, = struct.unpack_from('>H', meta[b'iinf'], 4)
iinf = struct.pack('>IH', 0, entries + 1) + meta[b'iinf'][6:] + box(
    b'infe', struct.pack('>IHH', 2 << 24, new, 0) + b'grid\0')
dimg = box(b'dimg', struct.pack('>HHHHHH', new, 4, *[items[n][0] for n in range(4)]))
iref = meta.get(b'iref', struct.pack('>I', 0)) + dimg
iprp = list(boxes(meta[b'iprp']))
ipco, ipma = dict(iprp)[b'ipco'], dict(iprp)[b'ipma']
added = [box(b'ispe', struct.pack('>III', 0, wish.width, wish.height))]
if wish.turn is not None: added.append(box(b'irot', bytes([wish.turn])))
if wish.mirror is not None: added.append(box(b'imir', bytes([wish.mirror])))
first = len(list(boxes(ipco))) + 1
assert ipma[:4] == bytes(4)
count, = struct.unpack_from('>I', ipma, 4)
ipma = ipma[:4] + struct.pack('>I', count + 1) + ipma[8:] + struct.pack('>HB', new, len(added)) + bytes(
    first + n | (0x80 if n else 0) for n in range(len(added)))
content = {**meta, b'iinf': iinf, b'iref': iref, b'pitm': struct.pack('>IH', 0, new),
    b'iprp': box(b'ipco', ipco + b''.join(added)) + box(b'ipma', ipma), b'idat': grid}

def head(growth):
    places = b''.join(struct.pack('>HHHHII', number, 0, 0, 1, start + growth, length) for number, start, length in items)
    places += struct.pack('>HHHHII', new, 1, 0, 1, 0, len(grid))
    content[b'iloc'] = struct.pack('>IBBH', 1 << 24, 0x44, 0, len(items) + 1) + places
    return box(b'meta', bytes(4) + b''.join(box(kind, text) for kind, text in content.items()))

old = 8 + len(dict(top)[b'meta'])
made = head(len(head(0)) - old)
open(wish.target, 'wb').write(b''.join(made if kind == b'meta' else box(kind, text) for kind, text in top))
