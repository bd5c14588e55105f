/**
 * One reading for all who wait. Whoever comes while one is under way waits for the next, which begins when that ends:
 * so nobody gets what was read before they asked.
 */
export class SharedReading<T> {
  private current?: Promise<T>;
  private next?: Promise<T>;

  constructor(private readonly ask: () => Promise<T>) {}

  read(): Promise<T> {
    if (!this.current) return this.begin();
    return (this.next ??= this.current.then(
      () => this.begin(),
      () => this.begin(),
    ));
  }

  private begin(): Promise<T> {
    this.next = undefined;
    const begun = this.ask();
    this.current = begun;
    const end = () => {
      if (this.current === begun && !this.next) this.current = undefined;
    };
    begun.then(end, end);
    return begun;
  }
}
