import { render } from 'preact';
import '../shared/tokens.css';
import '../shared/base.css';
import '../shared/kit.css';
import { applyKeptTheme } from '../shared/theme.tsx';
import { App } from './app.tsx';

applyKeptTheme();
const root = document.getElementById('app');
if (root) render(<App />, root);
