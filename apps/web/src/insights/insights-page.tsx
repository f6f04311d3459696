import { useEffect, useState } from 'react';
import { useSearchParams } from 'react-router';
import { useClockTimes, useZone } from '../time/zone.js';
import { Headline } from './headline.js';
import { HeatMap } from './heat-map.js';
import { insightsAsked } from './insights-address.js';
import { InsightsBar } from './insights-bar.js';
import styles from './insights.module.css';
import { NoisyTypes } from './noisy-types.js';
import { ServicesSection } from './services-section.js';
import { WeeksSection } from './weeks-section.js';

/** Where the time goes: how many incidents, how long they took, when and where. Each number leads to its incidents. */
export function InsightsPage() {
  const [address] = useSearchParams();
  const zone = useZone();
  const { dayKey } = useClockTimes();
  // When it was opened: what is read must not change under its reader.
  const [now] = useState(Date.now);
  const asked = insightsAsked(address, dayKey(now));
  useEffect(() => {
    document.title = 'Insights · Daybook';
  }, []);
  return (
    <div className={styles['page']}>
      <h1>Insights</h1>
      <InsightsBar asked={asked} />
      <Headline asked={asked} zone={zone} />
      <WeeksSection asked={asked} zone={zone} />
      <HeatMap asked={asked} zone={zone} />
      <ServicesSection asked={asked} zone={zone} />
      <NoisyTypes asked={asked} zone={zone} />
    </div>
  );
}
