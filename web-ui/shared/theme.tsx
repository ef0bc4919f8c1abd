/** Light or dark: the system's choice, unless somebody chose here; the choice is kept in this browser. */
import { useState } from 'preact/hooks';
import { Icon } from './icons.tsx';
import { t } from './shared-words.ts';

const KEY = 'theme';

/** Storage may be blocked; then the choice lasts for the page. */
function kept(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}

function keep(theme: string): void {
  try {
    localStorage.setItem(KEY, theme);
  } catch {
    console.info('the theme is not kept: this browser blocks storage');
  }
}

/** Puts the kept choice in place; called before the first drawing, so that the page does not flash. */
export function applyKeptTheme(): void {
  const theme = kept();
  if (theme === 'dark' || theme === 'light') document.documentElement.dataset.theme = theme;
}

function isDark(): boolean {
  const chosen = document.documentElement.dataset.theme;
  return chosen ? chosen === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
}

/** The button that changes the theme; it says what it changes to. */
export function ThemeToggle() {
  const [dark, setDark] = useState(isDark);
  const toggle = () => {
    const theme = dark ? 'light' : 'dark';
    document.documentElement.dataset.theme = theme;
    keep(theme);
    setDark(!dark);
  };
  return (
    <button class="btn quiet s" type="button" data-theme-toggle onClick={toggle}>
      <Icon name="theme" />
      <span>{t(dark ? 'theme.light' : 'theme.dark')}</span>
    </button>
  );
}
