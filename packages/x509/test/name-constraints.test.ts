/**
 * Tests name constraints with the rules of RFC 5280, section 4.2.1.10, and with Chromium's tests (BoringSSL
 * pki/name_constraints_unittest.cc).
 */
import { describe, expect, test } from 'vitest'
import { DerError } from '../src/der.ts'
import { parseGeneralNames } from '../src/general-name.ts'
import { ComparisonBudget, namesAreWithin, parseNameConstraints } from '../src/name-constraints.ts'
import { parseName } from '../src/name.ts'
import { Oid } from '../src/oid.ts'
import {
  directoryName,
  dnsName,
  email,
  ipAddress,
  name,
  boolean,
  explicit,
  implicit,
  integer,
  oid,
  sequence,
  set,
  tlv,
  type Der,
} from '../src/issuing/index.ts'

interface Constraints {
  readonly permitted?: readonly Der[]
  readonly excluded?: readonly Der[]
  readonly critical?: boolean
}

function subtrees(number: number, bases: readonly Der[] | undefined): Der[] {
  return bases === undefined ? [] : [explicit(number, ...bases.map((base) => sequence(base)))]
}

function valueOf({ permitted, excluded }: Constraints): Der {
  return sequence(...subtrees(0, permitted), ...subtrees(1, excluded))
}

function areWithin(constraints: Constraints, names: readonly Der[], subject = ''): boolean {
  return namesAreWithin(
    parseNameConstraints(valueOf(constraints), constraints.critical ?? true),
    parseName(name(subject)),
    names.length === 0 ? undefined : parseGeneralNames(sequence(...names)),
    new ComparisonBudget(),
  )
}

describe('DNS names', () => {
  test.each([
    ['host.example.com', 'host.example.com', true],
    ['www.host.example.com', 'host.example.com', true],
    ['host1.example.com', 'host.example.com', false],
    ['ahost.example.com', 'host.example.com', false],
    ['example.com', 'host.example.com', false],
    ['HOST.example.COM', 'host.EXAMPLE.com', true],
    ['host.example.com.', 'host.example.com', true],
    ['anything', '', true],
    ['www.example.com', '.example.com', true],
    ['example.com', '.example.com', false],
    ['*.example.com', 'example.com', true],
    ['*.example.com', '.example.com', true],
    ['*.example.com', 'foo.example.com', false],
    ['*.foo.example.com', 'foo.example.com', true],
    ['.example.com', 'example.com', false],
    ['a b.example.com', 'example.com', false],
    ['example.com', '.', false],
    ['example.com', '..', false],
    ['example.com', 'example.com.', true],
  ])('%s within %s: %s', (presented, base, expected) => {
    expect(areWithin({ permitted: [dnsName(base)] }, [dnsName(presented)])).toBe(expected)
  })

  test.each([
    ['www.host.example.com', 'host.example.com', true],
    ['host1.example.com', 'host.example.com', false],
    ['*.example.com', 'foo.example.com', true],
    ['*.example.com', 'bar.foo.example.com', false],
    ['*.example.com', 'example.com', true],
    ['*.example.org', 'foo.example.com', false],
    ['anything', '', true],
    ['.example.com', 'else.where', true],
  ])('%s excluded by %s: %s', (presented, base, expected) => {
    expect(areWithin({ excluded: [dnsName(base)] }, [dnsName(presented)])).toBe(!expected)
  })

  test('each name must be in a permitted subtree', () => {
    const permitted = [dnsName('example.com'), dnsName('example.org')]
    expect(areWithin({ permitted }, [dnsName('a.example.com'), dnsName('b.example.org')])).toBe(true)
    expect(areWithin({ permitted }, [dnsName('a.example.com'), dnsName('b.example.net')])).toBe(false)
  })

  test('an excluded name is refused, also in a permitted subtree', () => {
    const constraints = { permitted: [dnsName('example.com')], excluded: [dnsName('bad.example.com')] }
    expect(areWithin(constraints, [dnsName('good.example.com')])).toBe(true)
    expect(areWithin(constraints, [dnsName('very.bad.example.com')])).toBe(false)
  })
})

describe('IP addresses', () => {
  const ten = ipAddress(10, 1, 0, 0, 255, 255, 0, 0)

  test.each([
    [[10, 1, 2, 3], true],
    [[10, 2, 2, 3], false],
    [[10, 1, 2, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], false],
  ])('%j within 10.1.0.0/16: %s', (octets, expected) => {
    expect(areWithin({ permitted: [ten] }, [ipAddress(...octets)])).toBe(expected)
    expect(areWithin({ excluded: [ten] }, [ipAddress(...octets)])).toBe(!expected)
  })

  test.each([
    ['no mask', ipAddress(10, 1, 0, 0)],
    ['half an IPv6 range', ipAddress(...Array.from({ length: 16 }, () => 0))],
    ['a mask with holes', ipAddress(10, 1, 0, 0, 255, 0, 255, 0)],
    ['a mask with holes in an octet', ipAddress(10, 1, 0, 0, 255, 253, 0, 0)],
  ])('%s is refused', (_, base) => {
    expect(() => parseNameConstraints(valueOf({ permitted: [base] }), true)).toThrow(DerError)
  })
})

function subjectOf(address: string): Der {
  return sequence(set(sequence(oid(Oid.emailAddress), tlv(0x16, Buffer.from(address)))))
}

describe('e-mail addresses', () => {
  test.each([
    ['root@example.com', 'root@example.com', true],
    ['ROOT@example.com', 'root@example.com', false],
    ['root@EXAMPLE.com', 'root@example.com', true],
    ['root@example.com', 'example.com', true],
    ['root@host.example.com', 'example.com', false],
    ['root@host.example.com', '.example.com', true],
    ['root@example.com', '.example.com', false],
    ['"quoted"@example.com', 'example.com', false],
    ['a@b@example.com', 'example.com', false],
    ['no address', 'example.com', false],
  ])('%s within %s: %s', (address, base, expected) => {
    expect(areWithin({ permitted: [email(base)] }, [email(address)])).toBe(expected)
  })

  test('text that is not an address counts as excluded', () => {
    expect(areWithin({ excluded: [email('example.com')] }, [email('a@b@example.org')])).toBe(false)
    expect(areWithin({ excluded: [email('a@b@c')] }, [email('a@example.org')])).toBe(false)
    expect(areWithin({ excluded: [email('example.com')] }, [email('a@example.org')])).toBe(true)
  })

  test('addresses in the subject count only without alternative names', () => {
    const constraints = parseNameConstraints(valueOf({ permitted: [email('example.com')] }), true)
    const [subject, budget] = [parseName(subjectOf('a@example.org')), new ComparisonBudget()]
    expect(namesAreWithin(constraints, subject, undefined, budget)).toBe(false)
    expect(namesAreWithin(constraints, subject, parseGeneralNames(sequence(dnsName('a'))), budget)).toBe(true)
  })

  test.each([
    [{ excluded: [email('root@example.com')] }, 'ROOT@example.com', false],
    [{ excluded: [email('ROOT@example.com')] }, 'root@example.com', false],
    [{ permitted: [email('root@example.com')] }, 'ROOT@example.com', false],
    [{ excluded: [email('root@example.com')] }, 'admin@example.com', true],
  ])('those in the subject are excluded in any case: %o, %s: %s', (constraints, address, expected) => {
    const parsed = parseNameConstraints(valueOf(constraints), true)
    expect(namesAreWithin(parsed, parseName(subjectOf(address)), undefined, new ComparisonBudget())).toBe(expected)
  })
})

describe('other names', () => {
  test('the subject is a directory name', () => {
    expect(areWithin({ permitted: [directoryName('foo')] }, [dnsName('a')], 'foo')).toBe(true)
    expect(areWithin({ permitted: [directoryName('foo')] }, [dnsName('a')], 'bar')).toBe(false)
    expect(areWithin({ permitted: [directoryName('foo')] }, [directoryName('bar')], 'foo')).toBe(false)
    expect(areWithin({ excluded: [directoryName('foo')] }, [], 'foo')).toBe(false)
    expect(areWithin({ permitted: [directoryName('foo')] }, [dnsName('a')], '')).toBe(true)
    expect(areWithin({ permitted: [directoryName('foo')] }, [], '')).toBe(false)
  })

  test('a critical constraint on a form that cannot be compared refuses names of that form', () => {
    const uri = implicit(6, 'https://example.com/')
    expect(areWithin({ permitted: [implicit(6, 'example.com')] }, [uri])).toBe(false)
    expect(areWithin({ excluded: [implicit(6, 'example.org')] }, [uri])).toBe(false)
    expect(areWithin({ excluded: [implicit(6, 'example.org')] }, [dnsName('a')])).toBe(true)
    expect(areWithin({ excluded: [implicit(6, 'example.org')], critical: false }, [uri])).toBe(true)
  })

  test('names of a form without constraints are accepted', () => {
    expect(areWithin({ permitted: [dnsName('example.com')] }, [ipAddress(1, 2, 3, 4), email('a@b')])).toBe(true)
  })
})

test.each([
  ['no constraints', sequence()],
  ['no permitted subtree', sequence(explicit(0))],
  [
    'an explicit minimum of 0, the default',
    sequence(explicit(0, sequence(dnsName('a'), implicit(0, Uint8Array.of(0))))),
  ],
  ['a maximum', sequence(explicit(0, sequence(dnsName('a'), implicit(1, Uint8Array.of(1)))))],
  ['something else', sequence(explicit(0, sequence(dnsName('a'))), integer(1))],
  ['no sequence', boolean(true)],
  ['an unknown form', sequence(explicit(0, sequence(implicit(9, 'a'))))],
])('%s is refused', (_, value) => {
  expect(() => parseNameConstraints(value, true)).toThrow(DerError)
})

test('the work for a certificate is limited', () => {
  const many = Array.from({ length: 1025 }, (_, index) => dnsName(`${index}.example.com`))
  expect(areWithin({ permitted: many.slice(0, 100) }, many.slice(0, 100))).toBe(true)
  expect(areWithin({ permitted: many.slice(0, 1024) }, many.slice(0, 1024))).toBe(true)
  expect(areWithin({ permitted: many.slice(0, 1025) }, many.slice(0, 1024))).toBe(false)
})

test('the work for all certificates together is limited', () => {
  const some = Array.from({ length: 1000 }, (_, index) => dnsName(`${index}.example.com`))
  const constraints = parseNameConstraints(valueOf({ permitted: some }), true)
  const names = parseGeneralNames(sequence(...some))
  const budget = new ComparisonBudget()
  const isWithin = (): boolean => namesAreWithin(constraints, parseName(sequence()), names, budget)
  expect([isWithin(), isWithin(), isWithin()]).toEqual([true, true, false])
})
