import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Recordings by encoders that are not ours; test/journals/samples/README.md says how each was made. */
export const folder = join(import.meta.dirname, '../../../test/journals/samples');

export const sample = (file: string): Buffer => readFileSync(join(folder, file));

const utf16 = (text: string) => Buffer.from(text, 'utf16le');
const inEveryAlphabet = (...texts: string[]): Buffer[] =>
  texts.flatMap((text) => [Buffer.from(text), Buffer.from(text, 'latin1'), utf16(text), utf16(text).swap16()]);
/** Wherever it falls within the groups of three bytes. */
const inBase64 = (text: string): Buffer[] => [
  Buffer.from(text),
  ...[0, 1, 2].map((before) => {
    const letters = Buffer.from(' '.repeat(before) + text).toString('base64');
    return Buffer.from(letters.slice(Math.ceil((before * 8) / 6), Math.floor(((before + text.length) * 8) / 6)));
  }),
];
const uint32 = (value: number) => {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value | 0);
  return bytes;
};
const nanoseconds = (value: bigint) => {
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64BE(value);
  return bytes;
};

const moment = Date.parse('2021-03-04T05:06:07Z');
/** MP4 counts seconds from 1904, Matroska nanoseconds from 2001. */
const secondsFrom1904 = (time: number) => uint32(time / 1000 + 2_082_844_800);
const nanosecondsFrom2001 = (time: number) => nanoseconds(BigInt(time - Date.UTC(2001, 0, 1)) * 1_000_000n);
/** `loci` writes degrees as a whole and a fraction of two bytes each. */
const degrees = (value: number) => uint32(Math.trunc(value * 0x10000));

/** What was put into the samples, in each form in which a file may show it. */
const plants = {
  person: inEveryAlphabet('Zinnia', 'Köhler'),
  place: inEveryAlphabet('Pendle Hill'),
  note: inEveryAlphabet('Harebell'),
  day: inEveryAlphabet('2021'),
  point: [...inEveryAlphabet('53.868', '2.299'), degrees(53.8687), degrees(-2.299)],
  moment: [
    secondsFrom1904(moment),
    nanosecondsFrom2001(moment),
    // When Chromium recorded, as its MP4 says.
    uint32(0xe733a9de),
    Buffer.from('prft'),
  ],
  picture: [Buffer.from('IHDR'), ...inBase64('Author')],
  program: inEveryAlphabet('Chrome', 'Mozilla', 'QTmux', 'Lavf', 'GStreamer', 'mkvmerge', 'Xiph.Org', 'libopus'),
};
export type Plant = keyof typeof plants;

export const found = (file: Buffer): Plant[] =>
  Object.entries(plants)
    .filter(([, forms]) => forms.some((form) => file.includes(form)))
    .map(([plant]) => plant as Plant);

/** Each with its type, and with what stands in it before it is cleaned. */
export const samples: [file: string, mediaType: string, planted: Plant[]][] = [
  ['atomicparsley.m4a', 'audio/mp4', ['person', 'place', 'note', 'day', 'moment', 'picture', 'program']],
  ['chromium-recorder.mp4', 'audio/mp4', ['moment']],
  ['chromium-recorder.webm', 'audio/webm', ['program']],
  ['ffmpeg-aac.3gp', 'audio/3gpp', ['person', 'place', 'note', 'point', 'moment']],
  ['ffmpeg-alac.m4a', 'audio/mp4', ['person', 'place', 'note', 'day', 'point', 'moment', 'program']],
  ['ffmpeg-amr.3gp', 'audio/3gpp', ['person', 'place', 'note', 'point', 'moment']],
  ['ffmpeg-bext.wav', 'audio/wav', ['person', 'place', 'note', 'day', 'program']],
  ['ffmpeg-extensible.wav', 'audio/wav', ['person', 'place', 'note', 'day', 'program']],
  ['ffmpeg-fragments.mp4', 'audio/mp4', ['person', 'place', 'note', 'day', 'point', 'moment', 'program']],
  ['ffmpeg-id3.aac', 'audio/aac', ['person', 'place', 'note', 'day', 'point', 'program']],
  ['ffmpeg-id3v24.mp3', 'audio/mpeg', ['person', 'place', 'note', 'day', 'point', 'picture', 'program']],
  ['ffmpeg-ilst.m4a', 'audio/mp4', ['person', 'place', 'note', 'day', 'point', 'moment', 'picture', 'program']],
  ['ffmpeg-keys.mp4', 'audio/mp4', ['person', 'place', 'note', 'day', 'point', 'moment', 'program']],
  ['ffmpeg-layer2.mp3', 'audio/mpeg', []],
  ['ffmpeg-list.wav', 'audio/wav', ['person', 'place', 'note', 'day', 'program']],
  ['ffmpeg-live.webm', 'audio/webm', ['person', 'place', 'note', 'day', 'point', 'moment', 'program']],
  ['ffmpeg-opus.ogg', 'audio/ogg', ['person', 'place', 'note', 'day', 'point', 'program']],
  ['ffmpeg-opus.webm', 'audio/webm', ['person', 'place', 'note', 'day', 'point', 'moment', 'program']],
  ['ffmpeg-piped.wav', 'audio/wav', ['person', 'place', 'note', 'day', 'program']],
  ['ffmpeg-quicktime.m4a', 'audio/mp4', ['person', 'place', 'note', 'day', 'point', 'moment', 'program']],
  ['ffmpeg-vorbis.webm', 'audio/webm', ['moment', 'program']],
  ['firefox-recorder.ogg', 'audio/ogg', ['program']],
  ['firefox-recorder.webm', 'audio/webm', ['program']],
  ['gstreamer-vorbis.webm', 'audio/webm', ['person', 'place', 'note', 'day', 'point', 'program']],
  ['gstreamer.mp4', 'audio/mp4', ['person', 'place', 'note', 'day', 'picture', 'program']],
  ['lame-8khz.mp3', 'audio/mpeg', ['person', 'place']],
  ['lame-id3v1.mp3', 'audio/mpeg', ['person', 'place', 'note', 'day']],
  ['lame-id3v23.mp3', 'audio/mpeg', ['person', 'place', 'note', 'day', 'picture']],
  ['mkvmerge.webm', 'audio/webm', ['person', 'place', 'note', 'day', 'point', 'program']],
  ['mutagen-apev2.mp3', 'audio/mpeg', ['person', 'place', 'note', 'day', 'picture']],
  ['mutagen-id3.wav', 'audio/wav', ['person', 'place', 'note', 'day', 'program']],
  ['mutagen-picture.ogg', 'audio/ogg', ['person', 'place', 'note', 'day', 'point', 'picture', 'program']],
  ['oggenc.ogg', 'audio/ogg', ['person', 'place', 'note', 'day', 'point', 'program']],
  ['opencore.amr', 'audio/amr', ['note']],
  ['opusenc.opus', 'audio/ogg', ['person', 'place', 'note', 'day', 'point', 'picture', 'program']],
  ['sox-alaw.wav', 'audio/wav', []],
  ['visualon-wide.amr', 'audio/amr', []],
];
