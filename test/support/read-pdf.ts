import { inflateSync } from 'node:zlib';
import * as fontkit from 'fontkit';

export interface Box {
  page: number;
  left: number;
  right: number;
  top: number;
  bottom: number;
}

/** Something that stands on a page: a piece of a line, or a picture, which has no text. */
export interface Placed extends Box {
  text: string;
  /** Distance of the base line from the top of the page. */
  base: number;
  /** The numbers of its glyphs in the font as it is embedded; 0 is the box of a letter that the font does not have. */
  glyphs: number[];
  font: string;
}

interface EmbeddedFont {
  name: string;
  unicode: string[];
  widths: number[];
  bytes: number;
  ink(glyph: number): { minX: number; minY: number; maxX: number; maxY: number };
}

type Matrix = [number, number, number, number, number, number];

const token = /\/[^\s<>[\]()/]+|<<|>>|<[0-9a-fA-F]*>|\((?:\\[\s\S]|[^\\()])*\)|[[\]]|[-+]?[\d.]+|[A-Za-z*'"]+/g;
const rightToLeft = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}]/u;

/** What stands on the pages of a PDF that PDFKit made, in the order in which it was written. */
export function readPdf(bytes: Buffer): { placed: Placed[]; fonts: EmbeddedFont[]; pages: number } {
  const file = bytes.toString('latin1');
  const objects = new Map<string, string>();
  for (const [, id, body] of file.matchAll(/(\d+) 0 obj\n([\s\S]*?)\nendobj/g)) objects.set(`${id}`, `${body}`);
  const at = (id = ''): string => objects.get(id) ?? '';
  const reference = (body: string, key: string): string => new RegExp(`/${key} \\[?(\\d+) 0 R`).exec(body)?.[1] ?? '';
  const stream = (id: string): Buffer => {
    const body = Buffer.from(/stream\n([\s\S]*)\nendstream/.exec(at(id))?.[1] ?? '', 'latin1');
    return at(id).includes('/FlateDecode') ? inflateSync(body) : body;
  };

  const fonts = new Map<string, EmbeddedFont>();
  for (const [, id, target] of file.matchAll(/\/(F\d+) (\d+) 0 R/g))
    if (!fonts.has(`${id}`)) fonts.set(`${id}`, fontOf(`${target}`));
  const pages = [...objects.values()].filter((body) => /\/Type \/Page\b(?!s)/.test(body));
  const placed = pages.flatMap((body, page) => {
    const height = Number(/\/MediaBox \[0 0 [\d.]+ ([\d.]+)\]/.exec(body)?.[1]);
    return written(stream(reference(body, 'Contents')).toString('latin1'), page, height, fonts);
  });
  return { placed, fonts: [...fonts.values()], pages: pages.length };

  function fontOf(id: string): EmbeddedFont {
    const body = at(id);
    const descendant = at(reference(body, 'DescendantFonts'));
    const file2 = stream(reference(at(reference(descendant, 'FontDescriptor')), 'FontFile2'));
    const font = fontkit.create(file2) as fontkit.Font;
    return {
      name: /\/BaseFont \/\w+\+(\S+)/.exec(body)?.[1] ?? '',
      bytes: file2.length,
      widths: (/\/W \[0 \[([^\]]*)\]/.exec(descendant)?.[1] ?? '').trim().split(/\s+/).map(Number),
      unicode: [
        ...stream(reference(body, 'ToUnicode'))
          .toString('latin1')
          .matchAll(/\[([^\]]*)\]/g),
      ].flatMap(([, list]) =>
        [...`${list}`.matchAll(/<([0-9a-f ]*)>/g)].map(([, hex]) => fromHex(`${hex}`.replaceAll(' ', ''))),
      ),
      ink: (glyph) => {
        const { minX, minY, maxX, maxY } = font.getGlyph(glyph).bbox;
        const scale = 1 / font.unitsPerEm;
        return { minX: minX * scale, minY: minY * scale, maxX: maxX * scale, maxY: maxY * scale };
      },
    };
  }
}

function written(content: string, page: number, height: number, fonts: Map<string, EmbeddedFont>): Placed[] {
  const found: Placed[] = [];
  const kept: Matrix[] = [];
  let space: Matrix = [1, 0, 0, 1, 0, 0];
  let stack: string[] = [];
  let actual: string | undefined;
  let font: EmbeddedFont | undefined;
  let size = 0;
  let x = 0;
  let y = 0;
  let piece: Placed | undefined;
  let letters: string[] = [];
  const numbers = (): number[] => stack.map(Number);
  const show = (hex: string): void => {
    if (!font || !piece) return;
    for (const code of hex.match(/.{4}/g) ?? []) {
      const glyph = Number.parseInt(code, 16);
      const { minX, minY, maxX, maxY } = font.ink(glyph);
      piece.glyphs.push(glyph);
      letters.push(font.unicode[glyph] ?? '');
      if (Number.isFinite(minX) && maxX > minX) {
        piece.left = Math.min(piece.left, x + minX * size);
        piece.right = Math.max(piece.right, x + maxX * size);
        piece.top = Math.min(piece.top, y - maxY * size);
        piece.bottom = Math.max(piece.bottom, y - minY * size);
      }
      x += ((font.widths[glyph] ?? 0) * size) / 1000;
    }
  };
  for (const [part] of content.matchAll(token)) {
    if (!/^[A-Za-z*'"]/.test(part)) {
      stack.push(part);
      continue;
    }
    if (part === 'q') kept.push(space);
    else if (part === 'Q') space = kept.pop() ?? space;
    else if (part === 'cm') space = times(numbers() as Matrix, space);
    else if (part === 'BDC')
      actual = stack.includes('/ActualText') ? said(stack[stack.indexOf('/ActualText') + 1]) : '';
    else if (part === 'EMC') actual = undefined;
    else if (part === 'BT') {
      piece = {
        page,
        left: Infinity,
        right: -Infinity,
        top: Infinity,
        bottom: -Infinity,
        text: '',
        base: NaN,
        glyphs: [],
        font: '',
      };
      letters = [];
    } else if (part === 'Tf') {
      font = fonts.get(`${stack[0]}`.slice(1));
      size = Number(stack[1]);
    } else if (part === 'Tm') {
      [x, y] = [numbers()[4] ?? 0, height - (numbers()[5] ?? 0)];
      if (piece && Number.isNaN(piece.base)) piece.base = y;
    } else if (part === 'Tj' || part === 'TJ') {
      for (const each of stack)
        if (each.startsWith('<')) show(each.slice(1, -1));
        else if (/\d/.test(each)) x -= (Number(each) * size) / 1000;
    } else if (part === 'ET' && piece && font) {
      const text = rightToLeft.test(letters.join('')) ? letters.reverse().join('') : letters.join('');
      found.push({ ...piece, text: actual ?? text, font: font.name });
      piece = undefined;
    } else if (part === 'Do') {
      const [a, , , d, left, low] = space;
      const ends = [height - low, height - low - d].map((each) => each);
      found.push({
        page,
        left,
        right: left + a,
        top: Math.min(...ends),
        bottom: Math.max(...ends),
        text: '',
        base: NaN,
        glyphs: [],
        font: '',
      });
    }
    stack = [];
  }
  return found;
}

const times = ([a, b, c, d, e, f]: Matrix, [A, B, C, D, E, F]: Matrix): Matrix => [
  a * A + b * C,
  a * B + b * D,
  c * A + d * C,
  c * B + d * D,
  e * A + f * C + E,
  e * B + f * D + F,
];

const fromHex = (hex: string): string => Buffer.from(hex, 'hex').swap16().toString('utf16le');

function said(literal = ''): string {
  const plain = literal.slice(1, -1).replaceAll(/\\([\s\S])/g, (_, each: string) => escapes[each] ?? each);
  if (!plain.startsWith('\xfe\xff')) return plain;
  return Buffer.from(plain.slice(2), 'latin1').swap16().toString('utf16le');
}

const escapes: Record<string, string> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' };

/** The lines of a paper as they are read, from the top of the first page on. */
export function linesOf(placed: readonly Placed[]): string[] {
  const lines = new Map<string, Placed[]>();
  for (const each of placed.filter(({ text }) => text !== '')) {
    const key = `${each.page}/${each.base.toFixed(1)}`;
    lines.set(key, [...(lines.get(key) ?? []), each]);
  }
  return [...lines.values()].map((line) => line.map(({ text }) => text).join(''));
}

/** Pairs that overlap by more than a hair, and whatever leaves its page. */
export function collisions(placed: readonly Placed[], { width = 595.28, height = 841.89, margin = 64 } = {}): string[] {
  const seen = placed.filter((each) => each.right > each.left);
  const hair = 0.6;
  const outside = seen
    .filter((each) => each.left < margin - 4 || each.right > width - margin + 4 || each.top < 0 || each.bottom > height)
    .map((each) => `${each.text} leaves the page`);
  const pairs = seen.flatMap((one, index) =>
    seen
      .slice(index + 1)
      .filter(
        (other) =>
          one.page === other.page &&
          Math.min(one.right, other.right) - Math.max(one.left, other.left) > hair + 1.4 &&
          Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top) > hair,
      )
      .map((other) => `${one.text} and ${other.text} on page ${one.page + 1}`),
  );
  return [...outside, ...pairs];
}
