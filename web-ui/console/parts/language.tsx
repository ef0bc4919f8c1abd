import { chooseLanguage, LANGUAGES, type Language, language } from '../../shared/index.ts';
import { t } from '../words.ts';

/** The language of the pages; kept on this browser. */
export function LanguageChoice() {
  return (
    <label class="language">
      <span class="sr">{t('foot.language')}</span>
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
