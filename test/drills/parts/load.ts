import { setTimeout as sleep } from 'node:timers/promises';
import type { TestPerson } from '../../support/builders.js';
import { ask, type Outcome } from './client.js';
import type { Cast } from './cast.js';
import type { Act, Ledger } from './ledger.js';
import type { Server } from './supervisor.js';

/** How the college answered, all requests together. */
export class Answers {
  /** 503: please come back. */
  busy = 0;
  /** Every other answer from 500 on: a fault of the college. */
  faulty = 0;
  /** Refusals of what should have been allowed, by code. */
  readonly odd = new Map<string, number>();
  /** Lines that broke, or that nobody took. */
  broken = 0;
  /** Nothing for so long that a person would have gone. */
  hung = 0;
  /** Answers to whoever only looked. */
  reads = 0;
  /** How long each answer took. */
  readonly tookMs: number[] = [];
  /** When each act was acknowledged. */
  readonly acknowledgedAt: number[] = [];

  note(outcome: Outcome, tookMs: number): void {
    if (outcome.is === 'broken') this.broken++;
    else if (outcome.is === 'hung') this.hung++;
    else {
      this.tookMs.push(tookMs);
      if (outcome.status === 503) this.busy++;
      else if (outcome.status >= 500) this.faulty++;
    }
  }

  refused(
    { kind }: Pick<Act, 'kind'> | { kind: 'look' },
    { status, body }: { status: number; body: Record<string, unknown> },
  ): void {
    const code = `${kind} ${status} ${String(body['code'])}`;
    this.odd.set(code, (this.odd.get(code) ?? 0) + 1);
  }
}

export interface Pace {
  lanes: number;
  /** Lanes in which people only look. */
  readers: number;
  /** How long each lane rests between two acts. */
  restMs: number;
  /** Whether a balancer in front asks who is ready, or each next request goes to the next server. */
  balanced: boolean;
}

/** Who does what, again and again, until it is stopped. */
export class Load {
  readonly answers = new Answers();
  private going = false;
  startedAt = 0;
  private lanes: Promise<void>[] = [];
  private turn = 0;
  private ready: Server[] = [];

  constructor(
    private readonly servers: readonly Server[],
    private readonly cast: Cast,
    private readonly ledger: Ledger,
    private readonly pace: Pace,
  ) {}

  start(): void {
    this.going = true;
    this.startedAt = performance.now();
    this.lanes = [
      ...Array.from({ length: this.pace.lanes }, () => this.lane()),
      ...Array.from({ length: this.pace.readers }, () => this.readingLane()),
    ];
    if (this.pace.balanced) this.lanes.push(this.watch());
  }

  /** No new acts; those that were not answered are asked again until they are, as the devices of people do. */
  async stop(): Promise<void> {
    this.going = false;
    await Promise.all(this.lanes);
    const deadline = Date.now() + 90_000;
    for (let open = this.retryable(); open.length > 0 && Date.now() < deadline; open = this.retryable()) {
      for (const act of open) await this.attempt(act);
      await sleep(200);
    }
  }

  /** No new acts, and nobody asks again. */
  async abandon(): Promise<void> {
    this.going = false;
    await Promise.all(this.lanes);
  }

  /** Asks once more for what was answered long ago, under the same key: the answer names the same. */
  async replay(share: number): Promise<string[]> {
    const again = (['enrol', 'journal'] as const).flatMap((kind) => this.ledger.of(kind));
    const other: string[] = [];
    for (const act of again.slice(-Math.ceil(again.length * share))) {
      const { id } = act;
      await this.attempt(act);
      if (act.id !== id) other.push(`${act.kind} ${id} became ${act.id}`);
    }
    return other;
  }

  /** One question that counts like all others. */
  async once(act: Act): Promise<boolean> {
    for (let tries = 0; this.going || tries < 30; tries++) {
      if (await this.attempt(act)) return act.acknowledged !== undefined;
      if (act.kind === 'sign-up') return false;
      await sleep(100);
    }
    return false;
  }

  private async lane(): Promise<void> {
    while (this.going) {
      const act = await this.cast.next(this.ledger, (path, who) => this.read(path, who));
      if (act) await this.once(this.ledger.enter(act));
      await sleep(this.pace.restMs);
    }
  }

  private async readingLane(): Promise<void> {
    while (this.going) {
      const { path, who } = this.cast.look();
      const outcome = await this.send({ path, token: await who?.bearer() });
      if (outcome.is === 'answer' && outcome.status === 200) this.answers.reads++;
      else if (outcome.is === 'answer' && outcome.status < 500 && outcome.status !== 429)
        this.answers.refused({ kind: 'look' }, outcome);
      await sleep(this.pace.restMs);
    }
  }

  private async watch(): Promise<void> {
    while (this.going) {
      const ready = await Promise.all(this.servers.map((server) => server.isReady()));
      this.ready = this.servers.filter((_, nth) => ready[nth]);
      await sleep(200);
    }
  }

  private next(): string {
    const among = this.ready.length > 0 ? this.ready : this.servers;
    return among[this.turn++ % among.length]?.url ?? '';
  }

  private async read(path: string, who: TestPerson): Promise<Record<string, unknown> | undefined> {
    const outcome = await this.send({ path, token: await who.bearer() });
    return outcome.is === 'answer' && outcome.status === 200 ? outcome.body : undefined;
  }

  private async send(question: Parameters<typeof ask>[1]): Promise<Outcome> {
    const started = performance.now();
    const outcome = await ask(this.next(), question);
    this.answers.note(outcome, performance.now() - started);
    return outcome;
  }

  /** Whether there is nothing more to ask. */
  private async attempt(act: Act): Promise<boolean> {
    const { method, path, key, body, person } = act;
    const outcome = await this.send({ method, path, key, body, token: await person?.bearer() });
    if (outcome.is !== 'answer' || outcome.status >= 500) return false;
    const { status, body: answer } = outcome;
    if (status < 300) {
      if (act.acknowledged === undefined) {
        act.acknowledged = performance.now();
        this.answers.acknowledgedAt.push(act.acknowledged);
      }
      act.id = typeof answer['id'] === 'string' ? answer['id'] : act.id;
      if (act.kind === 'register' && answer['refused'] !== 0) this.answers.refused(act, outcome);
      return true;
    }
    // A twin that is still at work, or too many at once: later.
    if (status === 429 || answer['code'] === 'idempotency_in_progress') return false;
    act.givenUp = true;
    if (answer['code'] !== 'check_in_code_wrong') this.answers.refused(act, outcome);
    return true;
  }

  private retryable(): Act[] {
    return this.ledger.open.filter(({ kind }) => kind !== 'sign-up');
  }
}
