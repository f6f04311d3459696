/** A proof older than this says nothing of now. The relay tells the head each second. */
const FRESH_MS = 2_000;
/** Clocks that are further apart than this are wrong, not merely apart. */
const CLOCKS_APART_MS = 2_000;
/** More is thinned out: only while a hole stays. */
const MAX_CLAIMS = 1_000;

interface Claim {
  readonly position: number;
  readonly at: number;
}

/**
 * Up to which moment the read model is proven to be complete. Times are Unix milliseconds.
 *
 * A claim is a pair (position, moment): at that moment the log reached no further than that position. Once the
 * watermark has reached the position, everything recorded before that moment is visible. The lag is the time since the
 * newest such moment, and 0 while that moment is less than 2 s ago and nothing is known to be missing.
 *
 * So it does not say "all is well" by default: with the broker and the command-service both gone no new claim comes,
 * and the lag grows by the clock, whether or not anything was recorded meanwhile. When only one of them is gone, the
 * other still makes claims. Clocks of several machines are compared: their difference is in the lag. What a clock tells
 * that runs ahead, such as that of a Postgres whose log holds times that are still to come, proves nothing: else nothing
 * would be said to be missing until those times have come.
 */
export class Completeness {
  #head = 0;
  #watermark = 0;
  #claims: Claim[] = [];
  #completeAt = 0;

  /** @param completeAt proven before, e.g. by an earlier process; 0: nothing was */
  constructor(
    completeAt: number,
    private readonly clock: () => number = Date.now,
  ) {
    this.proven(completeAt);
  }

  get completeAt(): number {
    return this.#completeAt;
  }

  /** The largest position that is known to exist. */
  get head(): number {
    return this.#head;
  }

  /** An entry came by: what is before it was recorded before it. */
  entry(position: number, recordedAt: number): void {
    this.#head = Math.max(this.#head, position);
    this.#claim({ position: position - 1, at: recordedAt });
  }

  /**
   * The log, or what of it the relay has handed over, ended at `position` at this moment. One below what is known to
   * exist is a relay that lags, and proves nothing.
   */
  logEndedAt(position: number, at: number): void {
    if (position < this.#head) return;
    this.#head = position;
    this.#claim({ position, at });
  }

  reached(watermark: number): void {
    this.#watermark = Math.max(this.#watermark, watermark);
    this.#head = Math.max(this.#head, watermark);
    this.#settle();
  }

  /** At this moment it was complete: for proofs made elsewhere, by a replica that wrote it down. */
  proven(at: number): void {
    if (!this.#isToCome(at)) this.#completeAt = Math.max(this.#completeAt, at);
  }

  get lag(): number {
    const now = this.clock();
    // This machine's clock was set back: from now on it counts as it goes now.
    if (this.#isToCome(this.#completeAt)) this.#completeAt = now;
    const age = Math.max(0, now - this.#completeAt);
    return this.#watermark >= this.#head && age < FRESH_MS ? 0 : age;
  }

  #isToCome(at: number): boolean {
    return at > this.clock() + CLOCKS_APART_MS;
  }

  #claim(claim: Claim): void {
    if (this.#isToCome(claim.at)) return;
    if (claim.position <= this.#watermark) return this.proven(claim.at);
    this.#claims.push(claim);
    if (this.#claims.length > MAX_CLAIMS) this.#claims = this.#claims.filter((_, index) => index % 2 === 1);
  }

  #settle(): void {
    const open: Claim[] = [];
    for (const claim of this.#claims) {
      if (claim.position > this.#watermark) open.push(claim);
      else this.proven(claim.at);
    }
    this.#claims = open;
  }
}
