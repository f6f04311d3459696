import { chooseZone, ownZone, useZone } from './zone.js';

const zones = [...new Set(['UTC', ownZone, ...Intl.supportedValuesOf('timeZone')])];

export function ZoneSwitch() {
  return (
    <select aria-label="Time zone" value={useZone()} onChange={({ target }) => chooseZone(target.value)}>
      {zones.map((zone) => (
        <option key={zone} value={zone}>
          {zone === ownZone ? `${zone} (here)` : zone}
        </option>
      ))}
    </select>
  );
}
