// node record.mjs chromium | firefox-esr: has a browser record 0.4 s by MediaRecorder in each form that it knows, and
// keeps the files in the folder where it is started.
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const [, , browser = 'chromium'] = process.argv;
const address = 'http://127.0.0.1:8123/';

async function record() {
  // Firefox starts no AudioContext on a machine without a sound card; its false microphone hums.
  const stream = async () => {
    if (navigator.userAgent.includes('Firefox')) return navigator.mediaDevices.getUserMedia({ audio: true });
    const context = new AudioContext();
    const [tone, end] = [context.createOscillator(), context.createMediaStreamDestination()];
    tone.connect(end);
    tone.start();
    return end.stream;
  };
  for (const mimeType of ['audio/webm;codecs=opus', 'audio/ogg;codecs=opus', 'audio/mp4']) {
    if (!MediaRecorder.isTypeSupported(mimeType)) continue;
    const recorder = new MediaRecorder(await stream(), { mimeType, audioBitsPerSecond: 24_000 });
    const parts = [];
    recorder.addEventListener('dataavailable', ({ data }) => parts.push(data));
    const stopped = new Promise((resolve) => {
      recorder.addEventListener('stop', resolve);
    });
    recorder.start(100);
    setTimeout(() => recorder.stop(), 400);
    await stopped;
    await fetch(`/${mimeType.slice(6).split(';')[0]}`, { method: 'POST', body: new Blob(parts) });
  }
  await fetch('/done', { method: 'POST' });
}

const home = mkdtempSync(join(tmpdir(), 'recorder-'));
const profile = join(home, 'profile');
mkdirSync(profile);
writeFileSync(
  join(profile, 'user.js'),
  ['media.navigator.streams.fake', 'media.navigator.permission.disabled']
    .map((name) => `user_pref("${name}", true);\n`)
    .join(''),
);
const options =
  browser === 'chromium'
    ? ['--headless=new', '--no-sandbox', '--autoplay-policy=no-user-gesture-required', `--user-data-dir=${profile}`]
    : ['--headless', '--no-remote', '--profile', profile];

const server = createServer((request, response) => {
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => {
    response.setHeader('content-type', 'text/html');
    response.end(request.method === 'GET' ? `<script>(${record.toString()})()</script>` : '');
    if (request.method === 'POST' && request.url === '/done') process.exit(running.kill() ? 0 : 1);
    if (request.method === 'POST')
      writeFileSync(`${browser.split('-')[0]}-recorder.${request.url.slice(1)}`, Buffer.concat(chunks));
  });
}).listen(8123, '127.0.0.1');
const running = spawn(browser, [...options, address], { stdio: 'ignore', env: { ...process.env, HOME: home } });
running.on('exit', () => server.close());
