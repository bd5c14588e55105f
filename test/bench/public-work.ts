import type { DataSource } from 'typeorm';
import { call } from './load.js';
import { addressOf } from './sign-ins.js';
import type { Served, Work } from './work.js';

const page = '/prospectus?limit=20';
const zipped = { 'accept-encoding': 'gzip' };

/** What everybody may read, in each form; the usual one is measured with the work of people. */
export function publicWork(admin: DataSource, reads: number): Work[] {
  const tags = new Map<string, string>();
  return [
    {
      what: 'prospectus, 64 connections',
      count: reads,
      atOnce: 64,
      once: ({ api }, nth) => call({ url: api + page, headers: { 'x-forwarded-for': addressOf(nth % 64) } }, 64),
    },
    { what: 'prospectus, gzip', count: reads, once: ({ api }) => call({ url: api + page, headers: zipped }) },
    {
      what: 'prospectus, not modified',
      count: reads,
      once: async ({ api }) => {
        const tag = tags.get(api) ?? (await tagOf(api));
        tags.set(api, tag);
        return call({ url: api + page, headers: { 'if-none-match': tag } });
      },
    },
    { what: 'prospectus, just changed', count: Math.ceil(reads / 10), atOnce: 1, once: cold(admin) },
  ];
}

/** The page is made anew: something that outsiders see was changed before each request. */
export const cold =
  (admin: DataSource) =>
  async ({ api }: Pick<Served, 'api'>): Promise<string> => {
    await admin.query('update shown_stamp set stamp = gen_random_uuid()');
    return call({ url: api + page });
  };

async function tagOf(api: string): Promise<string> {
  const { headers } = await fetch(api + page);
  return headers.get('etag') ?? '';
}
