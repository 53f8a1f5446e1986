// The person's language, chosen by its own name; the browser's select behind a small face.
import { Icon } from './icon.tsx';

export interface LanguageOption {
  /** BCP 47: `en`, `es`. */
  value: string;
  /** In its own language: `English`, `Español`. */
  label: string;
}

export interface LanguageSwitchProps {
  label: string;
  value: string;
  options: readonly LanguageOption[];
  onValueChange: (value: string) => void;
}

export function LanguageSwitch({ label, value, options, onValueChange }: LanguageSwitchProps) {
  return (
    <span className="relative inline-flex shrink-0 items-center text-soft hover:text-accent-ink">
      <Icon name="globe" className="pointer-events-none absolute left-2.5 size-4.5" />
      <select
        aria-label={label}
        value={value}
        onChange={(event) => onValueChange(event.currentTarget.value)}
        className="min-h-10 appearance-none rounded-lg bg-transparent py-1.5 pr-2.5 pl-9 font-medium text-sm hover:bg-accent-soft max-sm:w-10 max-sm:pr-0 max-sm:text-transparent"
      >
        {options.map((option) => (
          <option key={option.value} value={option.value} lang={option.value} className="bg-surface text-ink">
            {option.label}
          </option>
        ))}
      </select>
    </span>
  );
}
