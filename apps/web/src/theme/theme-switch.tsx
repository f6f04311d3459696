import { chooseTheme, themes, useTheme, type Theme } from './theme.js';

const names: Record<Theme, string> = { system: 'Auto', light: 'Light', dark: 'Dark' };

export function ThemeSwitch() {
  return (
    <select
      aria-label="Theme"
      value={useTheme()}
      onChange={({ target }) => chooseTheme(target.value as Theme)}
    >
      {themes.map((theme) => (
        <option key={theme} value={theme}>
          {names[theme]}
        </option>
      ))}
    </select>
  );
}
