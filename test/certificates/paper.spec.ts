import { renderCertificate } from '../../src/certificates/certificate.pdf.js';
import {
  certificateKinds,
  type CertificateKind,
  type PrintedContent,
} from '../../src/certificates/certificate.rules.js';
import { loadedFaces } from '../../src/certificates/print-fonts.js';
import { collisions, linesOf, readPdf } from '../support/read-pdf.js';

const plain: PrintedContent = {
  namePrinted: 'Zoë Ñandú',
  title: 'Kind Boundaries',
  facts: [{ label: 'Dates', value: '2026-11-30' }],
  providerName: 'Cedar Recovery College',
  providerLines: ['1 River Road', 'Edmonton'],
  signatory: 'Marlow Quill',
  signatoryTitle: 'Head of the college',
  issuedOn: '2026-11-30',
};
const render = async (content: Partial<PrintedContent>, kind: CertificateKind = 'attendance') =>
  renderCertificate(kind, { ...plain, ...content }, { number: 'A-2026-7K3M-9QXD', verifyUrl: 'http://college.test/x' });
const printed = async (...args: Parameters<typeof render>): Promise<Buffer> => (await render(...args)) as Buffer;

test('a paper in letters that the first font has loads no other (BR-232)', async () => {
  const names = ['Zoë Ñandú', 'Ọlúwáṣeun', 'Nguyễn Văn Ẩn', 'Ŵyn Tŷ', 'Юлия', 'Ωμέγα', 'نور الهدى', 'שָׁלוֹם', 'ᐃᓄᒃᑎᑐᑦ'];
  const { placed } = readPdf(await printed({ facts: names.map((value) => ({ label: 'Name', value })) }));
  expect(placed.flatMap(({ glyphs }) => glyphs)).not.toContain(0);
  expect(loadedFaces()).toEqual([]);
});

test('each kind of Han characters is drawn as its readers draw it, one text in one hand', async () => {
  const texts = {
    王秀英: 'noto-sans-sc',
    陳㛃: 'noto-sans-hk',
    '高橋 さくら': 'noto-sans-jp',
    '李 김민준': 'noto-sans-kr',
    'Sam 🌻': 'noto-emoji',
  };
  const { placed } = readPdf(await printed({ facts: Object.keys(texts).map((value) => ({ label: 'Name', value })) }));
  for (const [text, drawn] of Object.entries(texts)) {
    const { base } = placed.findLast((each) => each.text !== '' && text.endsWith(each.text)) ?? {};
    const fonts = placed
      .filter((each) => each.base === base && !each.font.startsWith('DejaVu'))
      .map(({ font }) => font);
    expect([text, [...new Set(fonts.map((font) => font.replace(/-\w+-plain$/, '')))]]).toEqual([text, [drawn]]);
  }
});

test('letters come together as their script asks: vowel signs before, conjuncts, marks above', async () => {
  const { placed } = readPdf(await printed({ title: 'क्षि ਪ੍ਰੀ கொ กั๊' }));
  const glyphs = Object.fromEntries(placed.map(({ text, glyphs: { length } }) => [text, length]));
  // Four signs become two glyphs; a sign of two parts becomes two around its consonant.
  expect([glyphs['क्षि'], glyphs['கொ']]).toEqual([2, 3]);
});

test('what no font has is marked in a text that the reader cannot change', async () => {
  const { placed } = readPdf(await printed({ title: 'Signs \ue000 of hope', signatory: '\u{13000}' }));
  expect(linesOf(placed)).toEqual(expect.arrayContaining(['Signs \ufffd of hope', '\ufffd']));
});

test.each(certificateKinds)(
  'a name that no font has all letters of is refused on each kind of paper: %s',
  async (kind) => {
    for (const namePrinted of ['\ue000', 'Ada \u{13000}', '王\u{2fa1f}\ue000'])
      expect(await render({ namePrinted }, kind)).toBeUndefined();
  },
);

const unspaced = (word: string) => (length: number) => [...word.repeat(length)].slice(0, length).join('');
const spaced = (word: string) => (length: number) => unspaced(`${word} `)(length).trimEnd();
describe.each([
  ['Latin without a space', unspaced('Wunderbarkeit'), [200, 100]],
  ['Latin', spaced('Boundaries'), [200, 100]],
  ['Chinese', unspaced('北京大學漢字'), [200, 100]],
  ['Tamil', unspaced('தமிழ்ச்செல்வி'), [200, 100]],
  ['Tamil words', spaced('தமிழ்ச்செல்வி'), [200, 100]],
  ['Burmese', unspaced('အောင်ဆန်းစုကြည်'), [200, 100]],
  ['Arabic', spaced('محمد'), []],
])('the longest texts in %s', (_script, of, readBack) => {
  const longest: Partial<PrintedContent> = {
    namePrinted: of(200),
    title: of(200),
    providerName: of(100),
    providerLines: Array.from({ length: 6 }, () => of(100)),
    signatory: of(100),
    signatoryTitle: of(100),
    facts: [
      { label: 'For', value: of(200) },
      { label: 'Way of meeting', value: 'In person' },
    ],
  };
  const table = {
    columns: ['Completed', 'Title', 'Provider', 'Categories', 'Hours', 'Credit'],
    widths: [14, 26, 22, 18, 9, 11],
    rows: [
      [
        '2026-11-30',
        `${of(200)}\nheld`,
        `${of(100)}\n${of(60)}`,
        Array(9).fill(of(60)).join('\n'),
        '2.00',
        '2 CE hours',
      ],
      ['2026-11-30', of(120), of(100), of(60), '2.00', '2 CE hours'],
    ],
  };

  test.each([
    ['a certificate', 'attendance' as const, {}],
    ['a transcript', 'transcript' as const, { table }],
  ])('never overlap on %s and never leave it (BR-232)', async (_, kind, more) => {
    const { placed } = readPdf(await printed({ ...longest, ...more }, kind));
    expect(collisions(placed)).toEqual([]);
    expect(placed.flatMap(({ glyphs }) => glyphs)).not.toContain(0);
    const all = placed
      .map(({ text }) => text)
      .join('')
      .replaceAll(' ', '');
    for (const length of readBack) expect(all).toContain(of(length).replaceAll(' ', '').normalize('NFC'));
  });
});
