/** Thrown where the college refuses. */
export class Refused extends Error {}

export type ModelState = 'waitlisted' | 'offered' | 'confirmed' | 'offer_declined' | 'offer_expired' | 'withdrawn';

interface Entry {
  person: number;
  state: ModelState;
  tier: number;
  /** Who asked when, counted. */
  nth: number;
  expires: number;
}

const hour = 60;

/** The rules of places, told once more in the plainest way: one list, walked through. Times are minutes. */
export class ReferenceModel {
  private entries: Entry[] = [];
  private nth = 0;
  now = 0;

  constructor(
    private capacity: number,
    private readonly start: number,
  ) {}

  /** Carries out one step on the settled run; a refusal leaves everything as it was, settling included. */
  do(step: (model: ReferenceModel) => void): 'done' | 'refused' {
    const before = [structuredClone(this.entries), this.capacity, this.nth] as const;
    try {
      this.settle();
      step(this);
      this.settle();
      return 'done';
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      [this.entries, this.capacity, this.nth] = before;
      return 'refused';
    }
  }

  /** The job: settles the run if an offer is over. */
  tidy(): 'done' {
    if (this.entries.some(({ state, expires }) => state === 'offered' && expires <= this.now)) this.settle();
    return 'done';
  }

  enrol(person: number): void {
    if (this.now >= this.start + 2 * hour) throw new Refused();
    if (this.live(person)) throw new Refused();
    const state = this.queue().length === 0 && this.free() > 0 ? 'confirmed' : 'waitlisted';
    this.entries.push({ person, state, tier: 100, nth: this.nth++, expires: 0 });
  }

  withdraw(person: number): void {
    this.demand(person, 'waitlisted', 'offered', 'confirmed').state = 'withdrawn';
  }

  accept(person: number): void {
    this.demand(person, 'offered').state = 'confirmed';
  }

  decline(person: number): void {
    this.demand(person, 'offered').state = 'offer_declined';
  }

  moveUp(person: number): void {
    const entry = this.demand(person, 'waitlisted');
    if (entry.tier === 50) throw new Refused();
    entry.tier = 50;
  }

  setCapacity(capacity: number): void {
    if (capacity < this.taken()) throw new Refused();
    this.capacity = capacity;
  }

  /** What each person's newest enrolment reads now, with their position. */
  reads(person: number): [ModelState, number | null] | undefined {
    const entry = this.entries.findLast((each) => each.person === person);
    if (!entry) return undefined;
    if (entry.state === 'offered' && entry.expires <= this.now) return ['offer_expired', null];
    return [entry.state, entry.state === 'waitlisted' ? this.queue().indexOf(entry) + 1 : null];
  }

  private settle(): void {
    for (const entry of this.entries)
      if (entry.state === 'offered' && (entry.expires <= this.now || this.lastOffer() <= this.now))
        entry.state = 'offer_expired';
    while (this.free() > 0 && this.now < this.lastOffer()) {
      const [next] = this.queue();
      if (!next) return;
      next.state = 'offered';
      next.expires = Math.min(this.now + 48 * hour, this.lastOffer());
    }
  }

  private lastOffer(): number {
    return this.start - 2 * hour;
  }

  private taken(): number {
    return this.entries.filter(({ state }) => state === 'offered' || state === 'confirmed').length;
  }

  private free(): number {
    return this.capacity - this.taken();
  }

  private queue(): Entry[] {
    return this.entries.filter(({ state }) => state === 'waitlisted').sort((a, b) => a.tier - b.tier || a.nth - b.nth);
  }

  private live(person: number): Entry | undefined {
    return this.entries.find(
      (entry) => entry.person === person && ['waitlisted', 'offered', 'confirmed'].includes(entry.state),
    );
  }

  private demand(person: number, ...states: ModelState[]): Entry {
    const entry = this.live(person);
    if (!entry || !states.includes(entry.state)) throw new Refused();
    return entry;
  }
}
