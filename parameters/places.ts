import { z } from 'zod';
import { LONGEST_NAME } from '../declarations/name';
import { block, isPublic } from './cidr';

// What AWS and Kubernetes take at the places in which values of parameter files end up, once for each kind of place.

/**
 * The value of a tag: letters, digits, spaces and `_ . : / = + - @`.
 * Source: AWS Tagging API, TagValue: 256 characters; Amazon EC2 User Guide, "Tag restrictions".
 */
export const TAG_VALUE = /^[\p{L}\p{N}\p{Z}_.:/=+\-@]{0,256}$/u;

/**
 * The key of a tag, or what it begins with. AWS writes keys that begin with `aws:` itself.
 * Source: AWS Tagging API, TagKey: 1 to 128 characters; Amazon EC2 User Guide, "Tag restrictions".
 */
export const TAG_KEY = /^(?!aws:)[\p{L}\p{N}\p{Z}_.:/=+\-@]{1,128}$/iu;

/** An e-mail address. Source: RFC 5321, section 4.5.3.1.3: at most 254 characters without the brackets. */
export const email = () => z.email().max(254);

/** An address that fits in a tag, which has no apostrophe. */
export const emailInTag = () => email().regex(TAG_VALUE);

/**
 * An https endpoint without characters that Terraform would read as an expression.
 * Source: Firehose API, HttpEndpointUrl: 1 to 1000 characters; RFC 3986, section 3.
 */
export const HTTPS_URL =
  /^(?=.{1,1000}$)https:\/\/[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?(:443)?(\/([\w.~:/?#@!&'()*+,;=-]|%[\dA-Fa-f]{2})*)?$/;

/**
 * What is left for the domain in the name of a certificate, which is `<environment>.<domain>`, whatever environment
 * comes later. Source: ACM API, RequestCertificate, DomainName: 64 characters, as RFC 5280 has no longer common name.
 */
export const LONGEST_DOMAIN = 64 - LONGEST_NAME - '.'.length;

/**
 * A domain: labels of letters, digits and dashes inside.
 * Source: ACM API, DomainNameString; RFC 1123, section 2.1. A last label of digits alone would be an address.
 */
export const DOMAIN = new RegExp(
  `^(?=.{1,${LONGEST_DOMAIN}}$)([a-z0-9]([a-z0-9-]*[a-z0-9])?\\.)+[a-z]([a-z0-9-]*[a-z0-9])$`,
);

/**
 * The name of a certificate, and of an alias record. A last label of digits alone would be an address.
 * Source: ACM API, RequestCertificate, DomainName: 64 characters; RFC 1123, section 2.1: a label of at most 63.
 */
export const DOMAIN_NAME =
  /^(?=.{1,64}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])$/;

/** Source: Route 53 API Reference, HostedZone, Id. */
export const ZONE_ID = /^Z[A-Z0-9]{1,31}$/;

/** The value of an environment variable, which ends at a zero byte. Source: POSIX, "Environment Variables". */
export const variableValue = () => z.string().regex(/^[^\0]*$/);

/** A block of addresses. */
export const anyBlock = () => z.string().refine((cidr) => block(cidr) !== undefined);

/** A block of addresses that somebody on the internet can have. */
export const publicBlock = () => z.string().refine((cidr) => isPublic(block(cidr)));
