/**
 * Who a limit counts for: the person signed in, the account that a sign-in names, the network address, or the address
 * asked for (a feed's secret link).
 */
export type CountedBy = 'person' | 'account' | 'address' | 'link';

export interface Rate {
  by: CountedBy;
  times: number;
  seconds: number;
}

const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;

/** Every limit of the API. A request counts in each of its buckets. */
export const rates = {
  'sign-in': [
    { by: 'account', times: 10, seconds: minute },
    { by: 'address', times: 100, seconds: minute },
  ],
  'sign-up': [
    { by: 'account', times: 3, seconds: hour },
    { by: 'address', times: 100, seconds: hour },
  ],
  'password-reset': [
    { by: 'account', times: 3, seconds: hour },
    { by: 'address', times: 100, seconds: hour },
  ],
  code: [{ by: 'address', times: 30, seconds: minute }],
  'contact-change': [{ by: 'person', times: 10, seconds: hour }],
  'contact-code': [{ by: 'person', times: 20, seconds: day }],
  refresh: [{ by: 'address', times: 300, seconds: minute }],
  proof: [{ by: 'person', times: 20, seconds: hour }],
  password: [{ by: 'person', times: 10, seconds: hour }],
  enrol: [{ by: 'person', times: 20, seconds: minute }],
  'check-in': [{ by: 'person', times: 6, seconds: minute }],
  export: [{ by: 'person', times: 3, seconds: day }],
  'journal-sharing': [{ by: 'person', times: 20, seconds: minute }],
  'journal-search': [{ by: 'person', times: 30, seconds: minute }],
  feed: [{ by: 'link', times: 60, seconds: hour }],
  anonymous: [{ by: 'address', times: 60, seconds: minute }],
} as const satisfies Record<string, readonly Rate[]>;

export type RateName = keyof typeof rates;
