/** The choice of the language, in the language's own name. */
import { t } from './shared-words.ts';
import { chooseLanguage, LANGUAGES, type Language, language } from './words.ts';

/** The language of the pages; kept on this browser. */
export function LanguageChoice() {
  return (
    <label class="language">
      <span class="sr">{t('shell.language')}</span>
      <select
        class="input s"
        value={language()}
        onChange={(e) => chooseLanguage(e.currentTarget.value as Language)}
      >
        {Object.entries(LANGUAGES).map(([tag, name]) => (
          <option key={tag} value={tag} lang={tag}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}
