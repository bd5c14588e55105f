/**
 * Who a limit counts for: the person signed in, the account that a request names, the device that showed its token, the
 * network address, or the address asked for (a feed's secret link).
 */
export type CountedBy = 'person' | 'account' | 'device' | 'address' | 'link';

export interface Rate {
  by: CountedBy;
  times: number;
  seconds: number;
}

const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;

/** What guards passwords, codes and letters: counted exactly, over all processes of a college. */
const sharedRates = {
  'sign-in': [
    { by: 'account', times: 10, seconds: minute },
    { by: 'device', times: 10, seconds: minute },
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
} as const satisfies Record<string, readonly Rate[]>;

/** What keeps the load down: each process counts for itself. */
const ownRates = {
  enrol: [{ by: 'person', times: 20, seconds: minute }],
  'check-in': [{ by: 'person', times: 6, seconds: minute }],
  export: [{ by: 'person', times: 3, seconds: day }],
  'journal-sharing': [{ by: 'person', times: 20, seconds: minute }],
  'journal-search': [{ by: 'person', times: 30, seconds: minute }],
  feed: [{ by: 'link', times: 60, seconds: hour }],
  /** How often is a setting, PUBLIC_READS_PER_MINUTE. */
  'public-read': [{ by: 'address', times: 600, seconds: minute }],
} as const satisfies Record<string, readonly Rate[]>;

/**
 * The same, of what is done and not of what is asked: a dry run and a retry of what was done count for nothing. The
 * route has to be a command (`Database.command`).
 */
const effectRates = {
  notice: [{ by: 'person', times: 10, seconds: hour }],
} as const satisfies Record<string, readonly Rate[]>;

/** Every limit of the API. A request counts in each of its buckets. */
export const rates = { ...sharedRates, ...ownRates, ...effectRates };

export type RateName = keyof typeof rates;

export const countsEffects = (name: RateName): boolean => name in effectRates;

export const isShared = (name: RateName): boolean => name in sharedRates;

/** One request in one of its buckets. */
export interface Try {
  name: RateName;
  rate: Rate;
  caller: string;
}

/** The same, with how many there were in this window, and the seconds until it ends. */
export interface CountedTry extends Try {
  count: number;
  endsIn: number;
}
