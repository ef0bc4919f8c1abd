import { render } from 'preact';
import '../shared/tokens.css';
import '../shared/base.css';
import '../shared/kit.css';
import './setup.css';
import { loadSharedWords } from '../shared/shared-words.ts';
import { applyKeptTheme } from '../shared/theme.tsx';
import { applyPreferredLanguage } from '../shared/words.ts';
import { App } from './app.tsx';
import { loadServerWords } from './server.ts';
import { load } from './words.ts';

applyKeptTheme();
applyPreferredLanguage();
// a catalogue that does not come leaves its part English; the page works all the same
await Promise.allSettled([loadSharedWords(), load(), loadServerWords()]);
const root = document.getElementById('app');
if (root) render(<App />, root);
