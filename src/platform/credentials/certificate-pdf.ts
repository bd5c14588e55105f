import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { buffer } from 'node:stream/consumers';
import Pdf from 'pdfkit';
import QRCode from 'qrcode';
import { visualRuns } from './bidi-text.js';
import type { CertificateKind, PrintedContent } from './certificate.rules.js';

/** What stands around the content, by kind. */
const templates: Record<CertificateKind, { heading: string; before: string; after: string }> = {
  attendance: { heading: 'Certificate of attendance', before: 'This certifies that', after: 'took part in' },
  completion: { heading: 'Certificate of completion', before: 'This certifies that', after: 'completed' },
  ceu: { heading: 'Certificate of continuing education', before: 'This certifies that', after: 'earned continuing education for' },
  facilitator: { heading: 'Certificate of certification', before: 'This certifies that', after: 'is certified as' },
};

// DejaVu Sans covers Latin, Greek, Cyrillic, Armenian, Georgian, Hebrew and Arabic letters, so names print as they are written.
const fontFolder = createRequire(import.meta.url).resolve('dejavu-fonts-ttf/package.json').replace('package.json', 'ttf/');
const fonts = { plain: readFileSync(`${fontFolder}DejaVuSans.ttf`), bold: readFileSync(`${fontFolder}DejaVuSans-Bold.ttf`) };

const margin = 64;
const ink = '#1c2b33';
const quiet = '#51636d';

export interface PrintMarks {
  number: string;
  verifyUrl: string;
}

/** The certificate as a PDF of one A4 page with the letterhead, and a code that leads to the verification page. */
export async function renderCertificate(kind: CertificateKind, content: PrintedContent, { number, verifyUrl }: PrintMarks): Promise<Buffer> {
  const template = templates[kind];
  const document = new Pdf({ size: 'A4', margin, lang: 'en', displayTitle: true, info: { Title: template.heading, Author: content.providerName, CreationDate: new Date(content.issuedOn) } });
  document.registerFont('plain', fonts.plain).registerFont('bold', fonts.bold);
  const page = new Sheet(document);

  page.line(content.providerName, { font: 'bold', size: 15 });
  for (const each of content.providerLines) page.line(each, { size: 9.5, colour: quiet });
  page.rule(28);
  page.line(template.heading, { font: 'bold', size: 25, after: 30 });
  page.line(template.before, { colour: quiet, after: 8 });
  page.line(content.namePrinted, { font: 'bold', size: 23, after: 12 });
  page.line(template.after, { colour: quiet, after: 8 });
  page.line(content.title, { font: 'bold', size: 17, after: 24 });
  for (const { label, value } of content.facts) page.line(`${label}: ${value}`, { size: 11.5, after: 5 });

  await foot(document, content, number, verifyUrl);
  document.end();
  return buffer(document);
}

async function foot(document: PDFKit.PDFDocument, content: PrintedContent, number: string, verifyUrl: string): Promise<void> {
  const side = 104;
  const top = document.page.height - margin - side;
  const page = new Sheet(document, top + 6, document.page.width - 2 * margin - side - 24);
  if (content.signatory !== null) page.line(content.signatory, { font: 'bold', size: 11, after: 2 });
  if (content.signatoryTitle !== null) page.line(content.signatoryTitle, { size: 9.5, colour: quiet, after: 8 });
  page.line(`Issued on ${content.issuedOn}`, { size: 9.5, after: 2 });
  page.line(`Number ${number}`, { size: 9.5, after: 2 });
  page.line('Scan the code to see whether this certificate is valid.', { size: 9.5, colour: quiet });
  const code = await QRCode.toBuffer(verifyUrl, { errorCorrectionLevel: 'M', margin: 0, scale: 8 });
  document.image(code, document.page.width - margin - side, top, { width: side });
  document.link(document.page.width - margin - side, top, side, side, verifyUrl);
}

interface LineStyle {
  font?: 'plain' | 'bold';
  size?: number;
  colour?: string;
  /** Space below, in points. */
  after?: number;
}

/** Writes lines from top to bottom; long ones wrap at spaces, and then shrink, so that nothing leaves the page. */
class Sheet {
  constructor(
    private readonly document: PDFKit.PDFDocument,
    private y = margin,
    private readonly width = document.page.width - 2 * margin,
  ) {}

  line(text: string, { font = 'plain', size = 11.5, colour = ink, after = 3 }: LineStyle): void {
    const { document, width } = this;
    document.font(font).fillColor(colour).fontSize(size);
    const widest = Math.max(...text.split(' ').map((word) => document.widthOfString(word, { features: [] })));
    const lines = wrapped(text, (part) => document.widthOfString(part, { features: [] }) <= Math.max(width, widest));
    const fitting = Math.max(6, Math.min(size * (width / Math.max(width, widest)), size * Math.sqrt(3 / Math.max(3, lines.length))));
    document.fontSize(fitting);
    for (const each of fitting < size ? wrapped(text, (part) => document.widthOfString(part, { features: [] }) <= width) : lines) {
      this.runs(each);
      this.y += document.currentLineHeight(true);
    }
    this.y += after;
  }

  rule(after: number): void {
    this.y += 10;
    this.document.moveTo(margin, this.y).lineTo(margin + this.width, this.y).lineWidth(0.7).strokeColor(quiet).stroke();
    this.y += after;
  }

  private runs(text: string): void {
    let x = margin;
    for (const run of visualRuns(text)) {
      // "features" makes the font lay out the whole run at once; word by word, words of a right-to-left script would swap.
      this.document.text(run, x, this.y, { lineBreak: false, features: [] });
      x += this.document.widthOfString(run, { features: [] });
    }
  }
}

/** The text in lines that fit, broken at spaces. */
function wrapped(text: string, fits: (part: string) => boolean): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const longer = lines.length > 0 ? `${lines.at(-1)} ${word}` : word;
    if (lines.length > 0 && fits(longer)) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}
