import type { SchemaObject } from '@nestjs/swagger';
import { exampleId } from '../ids.js';
import { singular } from './operation-ids.js';

/** A field for which an example is wanted, and the thing that it is a field of. */
export interface ExampleField {
  name: string;
  /** The schema that it belongs to, or the segment of an address before its id. */
  owner: string;
  schema: SchemaObject;
}

/** All examples are written as of this day, those of docstrings too; when they are served, today takes its place. */
export const writtenOn = '2027-01-04';

/** How else things are called than by their own field; people who only did something are one and the same. */
const kinds: Readonly<Record<string, string>> = {
  assignment: 'facilitatorAssignment',
  attendanceMark: 'attendance',
  approval: 'ceApproval',
  courseVersion: 'version',
  from: 'enrolment',
  to: 'enrolment',
  externalCeClaim: 'claim',
  learningPlan: 'plan',
  certificationScheme: 'scheme',
  certificationApplication: 'application',
  transferredTo: 'enrolment',
};
const people =
  /^(?:person|recipient|reader|owner|actor|assessor|supervisor|learner|colleague|advisor|subject|by|\w+By)$/;

const ofDemo = /^(\w+) of the demo$/;
/** Whether the docstring names somebody or something of the demo college by what it is called. */
export const namesDemo = (example: unknown): boolean => typeof example === 'string' && ofDemo.test(example);

/** The id of what examples call so: `runId` is a run of the demo, and so is `id` of a run. */
export function exampleIdOf(name: string, owner: string): string {
  const own = /^(?:id|ids)$/.test(name) ? ownerOf(owner) : name.replace(/Ids?$/, '');
  const kind = kinds[own] ?? own;
  return exampleId(people.test(kind) ? 'joss' : kind);
}

function ownerOf(owner: string): string {
  const [first = '', ...rest] = singular(owner.replace(/^Named(?=[A-Z])/, ''))
    .replace(/(?:Dto|Body|Detail|Change)+$/, '')
    .split(/-(?=\w)|(?=[A-Z])/);
  return first.toLowerCase() + rest.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
}

/** How many days from today something lies that is called so. */
const days: readonly [RegExp, number][] = [
  [/^(?:starts|begins|first|opens|from(?:Starts)|to(?:Starts)|startsAt|cycle)/, 14],
  [/^(?:fromEnds|toEnds)/, 14],
  [/^endsAt|^lastEnd/, 14],
  [/^(?:ends|closes|expires|due|until|to$|through|next|undo|valid(?:To|Through)|effectiveTo|retained|answer)/, 90],
  [/confirmBy$|(?:Until|Due|Expires|Closes|Ends|Opens)(?:On|At)$|Until$|^(?:locks|alone|leadsTo|changesAt|useful)/, 90],
  [/^(?:from$|validFrom|effectiveFrom|since)/, -90],
];

export const dayOf = (name: string): string => {
  const [, offset = -7] = days.find(([known]) => known.test(name)) ?? [];
  return daysFrom(writtenOn, offset);
};

const daysFrom = (day: string, offset: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + offset * 86_400_000).toISOString().slice(0, 10);

const dated = /^(\d{4}-\d{2}-\d{2})(?=$|T\d{2}:\d{2})/;

/** An example with its days as far from this day as they were from the one on which they were written. */
export function datedOn<T>(example: T, day: string): T;
export function datedOn(example: unknown, day: string): unknown {
  const offset = (Date.parse(day) - Date.parse(writtenOn)) / 86_400_000;
  if (offset === 0) return example;
  if (typeof example === 'string') return example.replace(dated, (_, date: string) => daysFrom(date, offset));
  if (Array.isArray(example)) return example.map((each) => datedOn(each, day));
  if (typeof example !== 'object' || example === null) return example;
  return Object.fromEntries(Object.entries(example).map(([name, each]) => [name, datedOn(each, day)]));
}

const formats: Readonly<Record<string, (field: ExampleField) => string>> = {
  uuid: ({ name, owner }) => exampleIdOf(name, owner),
  date: ({ name }) => dayOf(name),
  'date-time': ({ name }) => `${dayOf(name)}T${/end|until|to/i.test(name) ? 19 : 17}:00:00Z`,
  email: () => 'learner@demo.example',
  uri: () => 'https://college.example/an-address',
};

/** Texts that have to look so. */
const patterned: readonly [RegExp, string][] = [
  [/^\^\\d\{4\}-\\d\{2\}-\\d\{2\}T/, `${daysFrom(writtenOn, 14)}T10:00`],
  [/\[01\]\\d\|2\[0-3\]\):/, '10:00'],
  [/0-9a-f\]\{64\}/, '3f'.repeat(32)],
  [/\{43\}/, 'made-up-'.repeat(6).slice(0, 43)],
  [/\\d\{10\}/, '4821093755'],
  [/\\d\{8\}/, '04711815'],
  [/\\d\{6\}/, '402817'],
  [/\[a-z\]\[a-z0-9_\]/, 'sleep'],
  [/\(\?:|\(0\[13578\]/, '06-30'],
  [/5,40/, '+1 555 0100'],
  [/a-zA-Z\]\{2,3\}/, 'en-CA'],
  [/^\^\(0\|/, '1.2.0'],
];

/** What texts say that have no example of their own, by the end of their name. */
const usual: readonly [RegExp, string | ((name: string) => string)][] = [
  [/password$/i, 'seven slow herons at dawn'],
  [/^timeZone$|TimeZone$/, 'America/Edmonton'],
  [/^local(?:Start|End)$/, (name) => `${daysFrom(writtenOn, 14)}T${name === 'localEnd' ? 12 : 10}:00`],
  [/chosenName$/i, 'Joss'],
  [/courseTitle$/i, 'Building Better Boundaries'],
  [/venueName$/i, 'The old library'],
  [/^reasons?$/i, 'In words that the other person may read.'],
];

/** `whatToExpect` as people say it. */
const spoken = (name: string): string => {
  const words = name.replace(/([A-Z])/g, (_, letter: string) => ` ${letter.toLowerCase()}`);
  return words.charAt(0).toUpperCase() + words.slice(1);
};

/** A text for this field: of its form, or what it is called. */
export function textFor(field: ExampleField): string {
  const { format = '', pattern, minLength = 0, maxLength = 10_000 } = field.schema;
  const formed = formats[format]?.(field);
  if (formed !== undefined) return formed;
  const alike = pattern && patterned.find(([known]) => known.test(pattern))?.[1];
  if (alike) return /End$|endTime/.test(field.name) ? alike.replace('10:00', '12:00') : alike;
  const words = usual.find(([known]) => known.test(field.name))?.[1] ?? spoken;
  const text = typeof words === 'string' ? words : words(field.name);
  return text.padEnd(minLength, '.').slice(0, maxLength);
}

export function numberFor({ name, schema }: ExampleField): number {
  const { minimum = 0, maximum = Infinity } = schema;
  const usual = /minutes/i.test(name) ? 60 : /seconds/i.test(name) ? 600 : 1;
  return Math.min(maximum, Math.max(minimum, usual));
}

/** What the docstring says, as the demo has it. */
export const said = (example: unknown): unknown =>
  typeof example === 'string' ? example.replace(ofDemo, (_, name: string) => exampleId(name)) : example;
