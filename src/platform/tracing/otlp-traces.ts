import {
  ROOT_CONTEXT,
  type Context,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
  type Tracer,
} from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import { traceparentOf } from '../logging/request-id.js';
import type { Traces } from './tracing.js';

const patience = 2_000;

/**
 * Spans by OTLP over HTTP, in JSON. They carry names of routes, jobs and tables and nothing of what was asked: no
 * address, no value, no message of an error. Imported only where traces are wanted.
 */
export class OtlpTraces implements Traces {
  private readonly running = new AsyncLocalStorage<Context | undefined>();
  private readonly provider: TracerProvider;
  private readonly tracer: Tracer;

  constructor(endpoint: string) {
    const exporter = new OTLPTraceExporter({
      url: `${endpoint.replace(/\/$/, '')}/v1/traces`,
      timeoutMillis: patience,
    });
    this.provider = new TracerProvider({
      resource: resourceFromAttributes({ 'service.name': 'recovery-college' }),
      spanProcessors: [new BatchSpanProcessor({ exporter })],
    });
    this.tracer = this.provider.getTracer('recovery-college');
  }

  part<T>(name: string, work: () => Promise<T>): Promise<T> {
    const within = this.running.getStore();
    return within ? this.during(name, within, work) : work();
  }

  whole<T>(name: string, work: () => Promise<T>): Promise<T> {
    return this.during(name, ROOT_CONTEXT, work);
  }

  /** A span for each request, under that of the caller's traceparent; none for confidential routes, nor inside them. */
  watch(fastify: FastifyInstance): void {
    const contexts = new WeakMap<FastifyRequest, { span: Span; context: Context }>();
    fastify.addHook('onRequest', (request, _reply, done) => {
      const { method, routeOptions } = request;
      if (!routeOptions.config?.confidential) {
        const route = routeOptions.url ?? 'none';
        const attributes = { 'http.request.method': method, 'http.route': route };
        const caller = callerIn(request);
        const span = this.tracer.startSpan(`${method} ${route}`, { kind: SpanKind.SERVER, attributes }, caller);
        contexts.set(request, { span, context: trace.setSpan(caller, span) });
      }
      done();
    });
    // Only here: reading the body may have left the way on which the request came.
    fastify.addHook('preHandler', (request, _reply, done) => this.running.run(contexts.get(request)?.context, done));
    fastify.addHook('onResponse', (request, { statusCode }, done) => {
      const span = contexts.get(request)?.span;
      span?.setAttribute('http.response.status_code', statusCode);
      if (statusCode >= 500) span?.setStatus({ code: SpanStatusCode.ERROR });
      span?.end();
      done();
    });
  }

  /** Sends what is left, for a moment. */
  async stop(): Promise<void> {
    await Promise.race([this.provider.shutdown().catch(() => undefined), pause(patience, undefined, { ref: false })]);
  }

  private async during<T>(name: string, within: Context, work: () => Promise<T>): Promise<T> {
    const span = this.tracer.startSpan(name, {}, within);
    try {
      return await this.running.run(trace.setSpan(within, span), work);
    } catch (error) {
      // Not what it says: messages quote what people entered.
      span.setStatus({ code: SpanStatusCode.ERROR });
      throw error;
    } finally {
      span.end();
    }
  }
}

function callerIn(request: FastifyRequest): Context {
  const [, traceId, spanId, flags] = traceparentOf(request)?.split('-') ?? [];
  if (traceId === undefined || spanId === undefined) return ROOT_CONTEXT;
  return trace.setSpanContext(ROOT_CONTEXT, {
    traceId,
    spanId,
    traceFlags: Number.parseInt(flags ?? '0', 16) & 1,
    isRemote: true,
  });
}
