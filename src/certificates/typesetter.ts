import { visualRuns } from './bidi-text.js';
import {
  emojiPackages,
  type Face,
  faceWith,
  firstFontHas,
  firstFonts,
  isEmoji,
  packagesFor,
  type Weight,
} from './print-fonts.js';

/** What is printed where no font has a letter. */
const unknownLetter = '\ufffd';

/** Something that is written in one font; no face means the first font. */
interface Part {
  text: string;
  face?: Face;
}

const clusters = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
const unseen = /\p{Default_Ignorable_Code_Point}/u;
const fromTheRight =
  /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Adlam}]/u;

/** Chooses fonts for texts, so that each can be measured and written on one paper. */
export class Typesetter {
  private readonly onPaper = new Set<string>();

  constructor(readonly document: PDFKit.PDFDocument) {
    document.registerFont('plain', firstFonts.plain).registerFont('bold', firstFonts.bold);
  }

  /** A text that every letter has a font for. Those without one are `lost`, and a mark stands in their place. */
  async set(given: string, weight: Weight): Promise<SetText> {
    const text = given.normalize('NFC');
    const parts = new Map<string, Part[]>();
    if (!isEmoji(text) && firstFontHas(weight, seen(text.replaceAll('\n', ''))))
      return new SetText(this.document, text, weight, parts);
    const packages = packagesFor(text);
    const lost: string[] = [];
    for (const { segment } of clusters.segment(text)) {
      if (segment === '\n' || parts.has(segment)) continue;
      const found = await this.partsOf(segment, weight, packages);
      if (found) parts.set(segment, found);
      else lost.push(segment);
    }
    const printed = lost.reduce((rest, each) => rest.replaceAll(each, unknownLetter), text);
    return new SetText(this.document, printed, weight, parts, lost);
  }

  /** A cluster of letters and marks in one font; an emoji that is put together may come apart. */
  private async partsOf(cluster: string, weight: Weight, packages: readonly string[]): Promise<Part[] | undefined> {
    const letters = seen(cluster);
    if (isEmoji(cluster)) {
      const drawn = await faceWith(emojiPackages, weight, letters);
      if (drawn) return [this.in(drawn, cluster)];
    }
    if (firstFontHas(weight, letters)) return [{ text: cluster }];
    const face = await faceWith(packages, weight, letters);
    if (face) return [this.in(face, cluster)];
    if (letters.length === 1 || !isEmoji(cluster)) return undefined;
    const apart = await Promise.all(letters.map((each) => this.partsOf(String.fromCodePoint(each), weight, packages)));
    return apart.includes(undefined) ? undefined : apart.flatMap((each) => each ?? []);
  }

  private in(face: Face, text: string): Part {
    if (!this.onPaper.has(face.name)) {
      this.onPaper.add(face.name);
      // PDFKit takes whatever can lay out a text for a font; its types know only files.
      this.document.registerFont(face.name, face.forPaper() as unknown as Buffer);
    }
    return { text, face };
  }
}

const seen = (text: string): number[] =>
  [...text].filter((each) => !unseen.test(each)).map((each) => each.codePointAt(0) ?? 0);

/** A text with a font for each letter. What is measured and written are pieces of it. */
export class SetText {
  /** In points, for letters of one point. */
  private readonly widths = new Map<string, number>();

  constructor(
    private readonly document: PDFKit.PDFDocument,
    readonly text: string,
    private readonly weight: Weight,
    private readonly parts: ReadonlyMap<string, Part[]>,
    readonly lost: readonly string[] = [],
  ) {}

  width(piece: string, size: number): number {
    return size * this.measured(piece, () => this.inOrder(piece).reduce((sum, part) => sum + this.widthOf(part), 0));
  }

  /** How far a line reaches over its base line, and under it. */
  reach(line: string, size: number): { over: number; under: number } {
    const lines = this.inOrder(line).map((part) => {
      this.in(part, size);
      return { whole: this.document.currentLineHeight(true), over: this.overBase(part, size) };
    });
    if (lines.length === 0) return this.reach(' ', size);
    return {
      over: Math.max(...lines.map(({ over }) => over)),
      under: Math.max(...lines.map((each) => each.whole - each.over)),
    };
  }

  /** Writes one line on this base line, each script in its own direction. */
  write(line: string, left: number, base: number, size: number, colour: string): void {
    const { document } = this;
    let x = left;
    for (const part of this.inOrder(line)) {
      this.in(part, size).fillColor(colour);
      if (part.face && !fromTheRight.test(part.text)) this.show(part.text, x, base, size);
      else document.text(part.text, x, base, { lineBreak: false, baseline: 'alphabetic', ...whole });
      x += size * this.widthOf(part);
    }
  }

  /**
   * Writes in the font that is set, and says beside the glyphs which letters they stand for: in many scripts these
   * change places or grow together. (What is written from the right is turned round by the reader itself.) PDFKit would
   * say it outside of where it turns the page, where readers that copy the text look for it in another place.
   */
  private show(text: string, left: number, base: number, size: number): void {
    const { document } = this;
    const { page } = document;
    const font = fontOf(document);
    page.fonts[font.id] ??= font.ref();
    const [glyphs, positions] = font.encode(text, []);
    document.save().transform(1, 0, 0, -1, 0, page.height).markContent('Span', { actual: text });
    document.addContent(`BT /${font.id} ${size} Tf`);
    let x = left;
    for (const [at, { xAdvance, xOffset, yOffset }] of positions.entries()) {
      const place = [x + (xOffset * size) / 1000, page.height - base + (yOffset * size) / 1000];
      document.addContent(`1 0 0 1 ${place.map((each) => each.toFixed(3)).join(' ')} Tm <${glyphs[at]}> Tj`);
      x += (xAdvance * size) / 1000;
    }
    document.addContent('ET').endMarkedContent().restore();
  }

  private widthOf(part: Part): number {
    const key = `${part.face?.name ?? ''}\n${part.text}`;
    return this.measured(key, () => this.in(part, 1).widthOfString(part.text, whole));
  }

  private measured(key: string, measure: () => number): number {
    let width = this.widths.get(key);
    if (width === undefined) this.widths.set(key, (width = measure()));
    return width;
  }

  private in({ face }: Part, size: number): PDFKit.PDFDocument {
    return this.document.font(face?.name ?? this.weight).fontSize(size);
  }

  private overBase(part: Part, size: number): number {
    return (fontOf(this.in(part, size)).ascender / 1000) * size;
  }

  /** The parts of a line as they stand on paper, from left to right. */
  private inOrder(line: string): Part[] {
    return visualRuns(line).flatMap((run) => {
      if (this.parts.size === 0) return [{ text: run }];
      const joined: Part[] = [];
      for (const { segment } of clusters.segment(run))
        for (const part of this.parts.get(segment) ?? [{ text: segment }]) {
          const last = joined.at(-1);
          if (last && last.face === part.face) last.text += part.text;
          else joined.push({ ...part });
        }
      return fromTheRight.test(run) ? joined.reverse() : joined;
    });
  }
}

/** The font that is set, as PDFKit knows it; its types do not tell. */
interface PdfFont {
  id: string;
  ascender: number;
  ref(): PDFKit.PDFKitReference;
  encode(text: string, features: string[]): [glyphs: string[], positions: GlyphPosition[]];
}

interface GlyphPosition {
  xAdvance: number;
  xOffset: number;
  yOffset: number;
}

const fontOf = (document: PDFKit.PDFDocument): PdfFont => Reflect.get(document, '_font') as PdfFont;

/** Makes the font lay out the whole run at once; word by word, words of a right-to-left script would swap. */
const whole = { features: [] };
