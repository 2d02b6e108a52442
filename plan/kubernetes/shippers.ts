import { at, isObject, list, type Value } from '../value';
import { isOperators, type PlannedObject } from './object';

/** One place to which a program of a cluster sends logs, metrics or traces. */
export interface Output {
  /** Such as `es` or `cloudwatch_logs`. */
  readonly plugin: string;
  /** Hosts, buckets or streams, in lower case. */
  readonly receivers: readonly string[];
  readonly hasTls: boolean;
  readonly verifies: boolean;
}

/** What the configuration of a program that sends logs, metrics or traces has in it. */
const SHIPS = /\[OUTPUT\]|<match\b|^[ \t]*(outputs|exporters|sinks|remote_write|clients):|\[sinks\./im;
/** Operators that make such configurations. */
const SHIPPERS =
  /(^|\.)(fluentbit|fluentd|fluent|logging|opentelemetry|vector|loki|observability)\.|monitoring\.coreos\.com|banzaicloud/;
const RECEIVER =
  /^(?:- *)?"?(?:host|hostname|hosts|endpoint|url|uri|address|bucket|s3_bucket|brokers|servers|server|hec_endpoint|stream|delivery_stream|role_arn|connection_string)"?[ \t]*[:= \t](.+)$/i;
const RECEIVER_KEY =
  /^(host|hosts|endpoint|url|uri|address|bucket|s3Bucket|brokers|hecEndpoint|bootstrapServers)$/;
/** Plugins that send nothing to anybody. */
const NOWHERE = /^(null|stdout|file|counter|debug|logging)$/i;

/** Where a configuration, or an object of an operator, sends to. */
export function outputsOf(object: PlannedObject | undefined): Output[] {
  if (!object) return [];
  if (/^(ConfigMap|ConfigMapV1Data)$/.test(object.kind)) {
    const data = at(object.body, 'data');
    const files = isObject(data) ? Object.values(data).filter((text) => typeof text === 'string') : [];
    return files.filter((text) => SHIPS.test(text)).flatMap((text) => blocks(text).flatMap(outputOf));
  }
  if (!isOperators(object) || !SHIPPERS.test(object.group ?? '')) return [];
  const spec = object.body.spec;
  const config = at(spec, 'config');
  if (typeof config === 'string') return blocks(config).flatMap(outputOf);
  const receivers = receiversIn(spec);
  return receivers.length > 0 ? [{ plugin: object.kind, receivers, hasTls: true, verifies: true }] : [];
}

/** Parts of a configuration that each stand for one output: sections of Fluent Bit and Fluentd, keys of YAML. */
function blocks(text: string): string[] {
  if (/\[OUTPUT\]/i.test(text)) {
    return text.split(/^(?=[ \t]*\[[A-Z_]+\])/im).filter((part) => /^\s*\[OUTPUT\]/i.test(part));
  }
  if (/<match\b/i.test(text))
    return text.split(/^(?=[ \t]*<match\b)/im).filter((part) => /^\s*<match\b/i.test(part));
  return [text];
}

/** What is longer is a program, no address. */
const LONGEST = 2000;

function outputOf(block: string): Output[] {
  const lines = block
    .split('\n')
    .map((line) => line.trim().replace(/[ \t]+/g, ' '))
    .filter((line) => line !== '' && !line.startsWith('#') && line.length <= LONGEST);
  const plugin = lines
    .map((line) => line.match(/^(?:- *)?(?:name|@type|type)[ \t]*[:= \t][ \t]*"?([\w-]+)/i)?.[1])
    .find(Boolean);
  const receivers = lines.flatMap((line) => hostsIn(line.match(RECEIVER)?.[1]));
  if ((plugin && NOWHERE.test(plugin)) || (!plugin && receivers.length === 0)) return [];
  const on = (name: string) => lines.some((line) => new RegExp(`^${name}\\s+on\\b`, 'i').test(line));
  const off = (name: string) => lines.some((line) => new RegExp(`^${name}\\s+off\\b`, 'i').test(line));
  return [
    {
      plugin: (plugin ?? 'output').toLowerCase(),
      receivers: [...new Set(receivers)],
      hasTls: on('tls') || /https:|ssl_verify|transport\s+tls/i.test(block),
      verifies: !off('tls\\.verify') && !/insecure_skip_verify:\s*true|ssl_verify\s+false/i.test(block),
    },
  ];
}

/** `logs.example.com` of `https://logs.example.com:443/in`; also several with commas. What a variable names nobody sees. */
function hostsIn(text: string | undefined): string[] {
  return (text ?? '')
    .replace(/["'[\]]/g, '')
    .split(',')
    .map((one) => one.trim().replace(/^[a-z+0-9]+:\/\/(?:[^/@\s]*@)?/i, ''))
    .map((one) => (one.startsWith('arn:') ? one : one.replace(/[/:?#\s].*$/, '')))
    .filter(
      (one) =>
        /[a-z0-9]/i.test(one) && !/^\$|^(true|false|on|off|0\.0\.0\.0|localhost|127\.0\.0\.1)$/i.test(one),
    )
    .map((one) => one.toLowerCase());
}

function receiversIn(value: Value, depth = 0): string[] {
  if (depth > 10) return [];
  if (Array.isArray(value)) return value.flatMap((item) => receiversIn(item, depth + 1));
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([key, part]) =>
    RECEIVER_KEY.test(key)
      ? list(part).flatMap((one) => (typeof one === 'string' ? hostsIn(one) : []))
      : receiversIn(part, depth + 1),
  );
}

/** Something in the cluster itself, which sends on what it gets by a configuration of its own. */
export function isInside(host: string): boolean {
  return !host.includes('.') || /\.(svc|local|internal)$|\.svc\./.test(host);
}
