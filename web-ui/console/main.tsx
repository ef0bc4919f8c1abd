import { render } from 'preact';
import '../shared/tokens.css';
import '../shared/base.css';
import '../shared/kit.css';
import './console.css';
import { loadSharedWords } from '../shared/shared-words.ts';
import { applyKeptTheme } from '../shared/theme.tsx';
import { applyPreferredLanguage } from '../shared/words.ts';
import { App } from './app.tsx';
import { takeInviteToken } from './invite-token.ts';
import { loadServerWords } from './server.ts';
import { load } from './words.ts';

takeInviteToken();
applyKeptTheme();
applyPreferredLanguage();
await Promise.all([load(), loadSharedWords(), loadServerWords()]);
const root = document.getElementById('app');
if (root) render(<App />, root);
