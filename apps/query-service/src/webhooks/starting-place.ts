import type { LogPosition } from '@daybook/timeline-domain';
import { Injectable } from '@nestjs/common';
import { Store } from '../mongo/store.js';
import { Progress } from '../project-entries/progress.js';
import { Changes } from '../read-changes/changes.js';
import { placeOf } from '../read-changes/read-changes.js';
import { refuseOther } from '../wait-until-visible/wait-until-visible.js';

/** From where a webhook is to deliver. */
@Injectable()
export class StartingPlace {
  constructor(
    private readonly progress: Progress,
    private readonly changes: Changes,
    private readonly store: Store,
  ) {}

  /**
   * @param after absent: what is recorded from now on
   * @throws OtherLog, StoreUnavailable
   */
  async of(after: string | undefined): Promise<LogPosition> {
    await this.store.read(() => this.progress.refresh());
    if (after === undefined) return this.progress.watermark;
    const place = this.changes.settled(placeOf(after));
    refuseOther(place, this.progress.followed);
    return place;
  }

  /** @throws OtherLog, StoreUnavailable */
  async refuseEnded(place: LogPosition): Promise<void> {
    await this.store.read(() => this.progress.refresh());
    refuseOther(this.changes.settled(place), this.progress.followed, 'position');
  }
}
