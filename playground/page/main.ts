import type { Json } from '../json.ts';
import type { Look, PageState } from '../serve/page-state.ts';
import { drawCanvas } from './canvas.ts';
import { drawChannelHead } from './channel-head.ts';
import { drawComposer } from './composer.ts';
import { drawCurtain } from './curtain.ts';
import { byId } from './dom.ts';
import { drawFrame } from './frame.ts';
import { drawGitHub } from './github.ts';
import { drawHome } from './home.ts';
import { drawMessages, watchEnd } from './messages.ts';
import { drawModal } from './modal.ts';
import { freshUi, type Page } from './page.ts';
import { ask, listen } from './server.ts';
import { drawSidebar } from './sidebar.ts';
import { tellTimes } from './times.ts';

let state: PageState | undefined;
let look: Look = { person: '', channel: '', repo: '', issue: '', curtain: false };
let stop = (): void => {};
const ui = freshUi();

const page: Page = {
  ui,
  get look() {
    return look;
  },
  get state() {
    if (!state) throw new Error('Nothing has been heard of the world yet.');
    return state;
  },
  async act(name, said: Json = {}) {
    try {
      return await ask({ person: page.state.slack.viewer, ...said, act: name });
    } catch (error) {
      page.notice(error instanceof Error ? error.message : String(error));
      return undefined;
    }
  },
  see(change) {
    look = { ...look, ...change };
    stop();
    stop = listen(look, hear, connected);
    if (state) draw();
  },
  redraw: draw,
  notice: say,
};

function hear(now: PageState): void {
  state = now;
  draw();
}

function draw(): void {
  drawFrame(page);
  drawSidebar(page);
  drawChannelHead(page);
  drawComposer(page);
  if (ui.home) drawHome(page);
  else if (!drawCanvas(page)) drawMessages(page);
  drawGitHub(page);
  drawCurtain(page);
  drawModal(page);
}

let clearing: ReturnType<typeof setTimeout> | undefined;

function say(text: string): void {
  byId('notice').textContent = text;
  clearTimeout(clearing);
  clearing = setTimeout(() => (byId('notice').textContent = ''), 6000);
}

function connected(yes: boolean): void {
  document.body.classList.toggle('lost', !yes);
  if (!yes) say('The playground does not answer. Is it still running?');
}

watchEnd();
page.see({});
setInterval(() => state && tellTimes(state), 1000);
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => state && draw());
