import { render } from 'preact';
import { App } from './app.js';
import { resume } from './session/session.js';
import './styles/base.css';
import './styles/controls.css';
import './styles/layout.css';
import './styles/forms.css';
import './styles/data.css';
import './styles/charts.css';
import './styles/task.css';

const root = document.getElementById('app');
if (root === null) throw new Error('index.html has no #app');
// A tab that was open over a deploy asks for parts that are gone: the page of now knows the new ones.
window.addEventListener('vite:preloadError', () => location.reload());

void resume();
render(<App />, root);
