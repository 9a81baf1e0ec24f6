/** Language and theme, for Me on the phone and for a desk's own menu. */
import { s } from "../text/shell";
import { chooseLanguage, LANGUAGE_NAMES, LANGUAGES, language } from "../text/words";
import { Chip, Chips } from "./chip";
import { chooseTheme, THEME_CHOICES, themeChoice } from "./theme";

export const Settings = () => (
  <>
    <div class="stack-s">
      <h2 id="set-language">{s("me.language")}</h2>
      <Chips labelledby="set-language">
        {LANGUAGES.map((tag) => (
          <Chip key={tag} on={language.value === tag} onPress={() => void chooseLanguage(tag).catch(() => undefined)}>
            <span lang={tag}>{LANGUAGE_NAMES[tag]}</span>
          </Chip>
        ))}
      </Chips>
    </div>
    <div class="stack-s">
      <h2 id="set-theme">{s("me.theme")}</h2>
      <Chips labelledby="set-theme">
        {THEME_CHOICES.map((choice) => (
          <Chip key={choice} on={themeChoice.value === choice} onPress={() => chooseTheme(choice)}>
            {s(`theme.${choice}`)}
          </Chip>
        ))}
      </Chips>
    </div>
  </>
);
