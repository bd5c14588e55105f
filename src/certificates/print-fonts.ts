import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import * as fontkit from 'fontkit';
import type * as HarfBuzz from 'harfbuzzjs';

export const weights = { plain: 400, bold: 700 } as const;
export type Weight = keyof typeof weights;

const { resolve } = createRequire(import.meta.url);
const folderOf = (pkg: string): string => resolve(`${pkg}/package.json`).replace('package.json', '');

// DejaVu Sans covers Latin, Greek, Cyrillic, Armenian, Georgian, Hebrew, Arabic and Inuktitut letters. It is written in
// wherever it can be.
const dejaVu = folderOf('dejavu-fonts-ttf');
export const firstFonts: Record<Weight, Buffer> = {
  plain: readFileSync(`${dejaVu}ttf/DejaVuSans.ttf`),
  bold: readFileSync(`${dejaVu}ttf/DejaVuSans-Bold.ttf`),
};
const firstLetters = { plain: opened(firstFonts.plain), bold: opened(firstFonts.bold) };

/** Whether the first font has all of these. */
export const firstFontHas = (weight: Weight, codePoints: readonly number[]): boolean =>
  codePoints.every((each) => firstLetters[weight].hasGlyphForCodePoint(each));

const emoji = 'noto-emoji';
const simplified = 'noto-sans-sc';
const traditional = 'noto-sans-tc';
const hongKong = 'noto-sans-hk';
const japanese = 'noto-sans-jp';
const korean = 'noto-sans-kr';
const chinese = [simplified, traditional, hongKong, japanese, korean];

/** Packages whose letters stand in for what the first font lacks; the first that has a letter writes it. */
export const fontPackages: readonly string[] = [
  'noto-sans-devanagari',
  'noto-sans-gurmukhi',
  'noto-sans-tamil',
  'noto-sans-bengali',
  'noto-sans-gujarati',
  'noto-sans-telugu',
  'noto-sans-kannada',
  'noto-sans-malayalam',
  'noto-sans-oriya',
  'noto-sans-sinhala',
  'noto-sans-thai',
  'noto-sans-lao',
  'noto-sans-khmer',
  'noto-sans-myanmar',
  'noto-serif-tibetan',
  'noto-sans-ethiopic',
  'noto-sans-canadian-aboriginal',
  'noto-sans-cherokee',
  'noto-sans-syriac',
  'noto-sans-thaana',
  'noto-sans-meetei-mayek',
  'noto-sans-ol-chiki',
  ...chinese,
  emoji,
].map((name) => `@fontsource-variable/${name}`);
const others = fontPackages.map(shortName).filter((name) => !chinese.includes(name));

const han = /\p{Script=Han}/gu;
const drawnInColour = /\p{Emoji_Presentation}|\p{Emoji}\ufe0f/u;
export const isEmoji = (cluster: string): boolean => drawnInColour.test(cluster);

/**
 * In which order the packages are asked for the letters of a text. Chinese, Japanese and Korean share characters and
 * draw them in their own ways: kana tell Japanese, hangul Korean, bopomofo Chinese as in Taiwan; else whichever has all
 * of them.
 */
export function packagesFor(text: string): readonly string[] {
  const told = [
    ...(/[\p{Script=Hiragana}\p{Script=Katakana}]/u.test(text) ? [japanese] : []),
    ...(/\p{Script=Hangul}/u.test(text) ? [korean] : []),
    ...(/\p{Script=Bopomofo}/u.test(text) ? [traditional] : []),
  ];
  const shared = (text.match(han) ?? []).map((each) => each.codePointAt(0) ?? 0);
  const whole =
    shared.length === 0 ? [] : chinese.filter((name) => shared.every((each) => slicesWith(name, each).length > 0));
  return [...new Set([...others, ...told, ...whole, ...chinese])];
}

/** A font of one weight that stands in for what the first one lacks. */
export interface Face {
  /** Different for each file and weight: PDFKit takes fonts of one name for one font. */
  name: string;
  has(codePoint: number): boolean;
  /** A font for PDFKit, whose letters are put together by HarfBuzz. Made for each paper, as it keeps what it drew. */
  forPaper(): object;
}

/** The first face that has all of these. A package is cut into files by letters; only those files are read. */
export async function faceWith(
  packages: readonly string[],
  weight: Weight,
  codePoints: readonly number[],
): Promise<Face | undefined> {
  const [first = 0] = codePoints;
  for (const name of packages)
    for (const slice of slicesWith(name, first)) {
      const face = await faceOf(name, slice, weight);
      if (codePoints.every((each) => face.has(each))) return face;
    }
  return undefined;
}

export const emojiPackages: readonly string[] = [emoji];

const slices = new Map<string, Map<number, string[]>>();
const notTheirOwn = ['latin', 'latin-ext', 'cyrillic', 'cyrillic-ext', 'greek', 'greek-ext', 'vietnamese'];

/** The files of a package that may have this letter, as they are called: a script, or a number. */
function slicesWith(name: string, codePoint: number): string[] {
  const known = slices.get(name) ?? slicesByLetter(name);
  slices.set(name, known);
  return known.get(codePoint) ?? [];
}

function slicesByLetter(name: string): Map<number, string[]> {
  const listed = JSON.parse(readFileSync(`${folderOf(`@fontsource-variable/${name}`)}unicode.json`, 'utf8')) as object;
  const found = new Map<number, string[]>();
  for (const [bracketed, ranges] of Object.entries(listed)) {
    const slice = bracketed.replaceAll(/[[\]]/g, '');
    if (notTheirOwn.includes(slice)) continue;
    for (const range of `${ranges}`.split(',')) {
      const [from = 0, to = from] = range
        .trim()
        .slice('U+'.length)
        .split('-')
        .map((each) => Number.parseInt(each, 16));
      for (let each = from; each <= to; each++) found.set(each, [...(found.get(each) ?? []), slice]);
    }
  }
  return found;
}

/** How many faces stay in memory: some 30 MB at most. */
const mostFaces = 64;
const faces = new Map<string, Promise<Face>>();

/** Which faces are in memory. */
export const loadedFaces = (): string[] => [...faces.keys()];

async function faceOf(name: string, slice: string, weight: Weight): Promise<Face> {
  const key = `${name}-${slice}-${weight}`;
  const found = faces.get(key) ?? loaded(name, slice, weight, key);
  // The one used last is the last to go.
  faces.delete(key);
  faces.set(key, found);
  for (const oldest of [...faces.keys()].slice(0, -mostFaces)) faces.delete(oldest);
  try {
    return await found;
  } catch (error) {
    faces.delete(key);
    throw error;
  }
}

async function loaded(name: string, slice: string, weight: Weight, key: string): Promise<Face> {
  const file = `${folderOf(`@fontsource-variable/${name}`)}files/${name}-${slice}-wght-normal.woff2`;
  const oneWeight = {
    keepAllGlyphs: true,
    targetFormat: 'truetype' as const,
    variationAxes: { wght: weights[weight] },
  };
  const harfbuzz = await import('harfbuzzjs');
  const { default: subsetFont } = await import('subset-font');
  const bytes = await subsetFont(await readFile(file), '', oneWeight);
  const letters = new harfbuzz.Font(new harfbuzz.Face(new harfbuzz.Blob(bytes)));
  const shape = (text: string): HarfBuzz.Buffer => {
    const buffer = new harfbuzz.Buffer();
    buffer.addText(text);
    buffer.guessSegmentProperties();
    harfbuzz.shape(letters, buffer);
    return buffer;
  };
  return {
    name: key,
    has: (codePoint) => (letters.nominalGlyph(codePoint) ?? 0) > 0,
    forPaper: () => {
      const font = opened(bytes);
      Object.defineProperties(font, {
        postscriptName: { value: key },
        layout: { value: (text: string) => laidOut(font, text, shape(text)) },
      });
      return font;
    },
  };
}

/** The glyphs of a text and where they stand, as PDFKit asks fontkit for them. */
function laidOut(font: fontkit.Font, text: string, shaped: HarfBuzz.Buffer) {
  const glyphs = shaped.getGlyphInfosAndPositions();
  const positions = glyphs.map(({ xAdvance = 0, yAdvance = 0, xOffset = 0, yOffset = 0 }) => ({
    xAdvance,
    yAdvance,
    xOffset,
    yOffset,
  }));
  return {
    glyphs: glyphs.map(({ codepoint, cluster }) => font.getGlyph(codepoint, [text.codePointAt(cluster) ?? 0])),
    positions,
    get advanceWidth() {
      return positions.reduce((sum, { xAdvance }) => sum + xAdvance, 0);
    },
  };
}

function opened(bytes: Buffer): fontkit.Font {
  const font = fontkit.create(bytes);
  if ('fonts' in font) throw new Error('A collection of fonts is not one font');
  return font;
}

function shortName(pkg: string): string {
  return pkg.slice(pkg.lastIndexOf('/') + 1);
}
