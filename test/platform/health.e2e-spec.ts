import request from 'supertest';
import { drain } from '../../src/platform/health/draining.js';
import { Readiness } from '../../src/platform/health/readiness.js';
import { createLog } from '../../src/platform/logging/log.js';
import { holdSlowRequests } from './edge/notes.controller.js';
import { startEdge } from './edge/edge.app.js';

describe('health and leaving', () => {
  it('a process is ready while every check passes, jobs or not, and names those that fail', async () => {
    const { app, url } = await startEdge();
    const readiness = app.get(Readiness);
    let broken = false;
    readiness.require('database', async () => {
      if (broken) throw new Error('connection refused to 10.0.0.1');
    });
    expect((await request(url).get('/health/ready')).body).toEqual({ status: 'ok', jobs: 'elsewhere' });
    readiness.watchJobs(() => 'restarting');
    const waiting = await request(url).get('/health/ready');
    expect([waiting.status, waiting.body]).toEqual([200, { status: 'ok', jobs: 'restarting' }]);
    broken = true;
    const failing = await request(url).get('/health/ready');
    expect([failing.status, failing.body.code, failing.body.errors.map(({ code }: { code: string }) => code)]).toEqual([
      503,
      'not_ready',
      ['database'],
    ]);
    expect(failing.text).not.toContain('10.0.0.1');
    expect((await request(url).get('/health/live')).body).toEqual({ status: 'ok' });
    await app.close();
  });

  it('a leaving process says so, keeps answering, finishes what runs, and only then is gone', async () => {
    const { app, url } = await startEdge();
    const { arrived, release } = holdSlowRequests(1);
    const running = request(url)
      .get('/api/v1/notes/slow')
      .then(({ status }) => status);
    await arrived;
    const left = drain(app, 1, createLog({ LOG_LEVEL: 'silent' }), 'SIGTERM');
    expect((await request(url).get('/health/ready')).status).toBe(503);
    const last = await request(url).get('/api/v1/notes');
    expect([last.status, last.headers.connection]).toEqual([200, 'close']);
    release();
    expect(await running).toBe(200);
    await left;
    await expect(request(url).get('/health/live')).rejects.toThrow(/ECONNREFUSED/);
  });
});
