// Light, dark, or as the system says: one small button that goes round the three.
import { Icon, type IconName } from './icon.tsx';
import { saveThemeChoice, type ThemeChoice, useThemeChoice } from './theme.tsx';

export interface ThemeSwitchProps {
  /** The whole name of the button for each state: `Theme: light`. */
  labels: Readonly<Record<ThemeChoice, string>>;
}

export function ThemeSwitch({ labels }: ThemeSwitchProps) {
  const choice = useThemeChoice();
  return (
    <button
      type="button"
      aria-label={labels[choice]}
      title={labels[choice]}
      onClick={() => saveThemeChoice(following[choice])}
      className="inline-flex size-10 shrink-0 items-center justify-center rounded-lg text-soft hover:bg-accent-soft hover:text-accent-ink"
    >
      <Icon name={drawings[choice]} />
    </button>
  );
}

const following: Record<ThemeChoice, ThemeChoice> = { system: 'light', light: 'dark', dark: 'system' };
const drawings: Record<ThemeChoice, IconName> = { system: 'monitor', light: 'sun', dark: 'moon' };
