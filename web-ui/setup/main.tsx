import { render } from 'preact';
import '../shared/tokens.css';
import '../shared/base.css';
import '../shared/kit.css';

const app = document.getElementById('app');
if (app) render(<h1>CloudLink gateway</h1>, app);
