import { context, escape, link, preformatted, say, section, when } from '../../blocks.ts';
import type { Group } from '../../domain/group.ts';
import type { Instant } from '../../domain/time.ts';
import type { Message } from '../../feature.ts';

/** A calendar by its title and https address. */
export interface Address {
  title: string;
  url: string;
}

const SLOW =
  'Calendars look again in their own time (Google once a day, Outlook every few hours): what changes on the same day is told in the channel.';

/** The ways to subscribe to calendars. */
export function calendarMessage(addresses: readonly Address[]): Message {
  const text = 'Meetings in your own calendar';
  return {
    text,
    blocks: [
      ...addresses.flatMap((address) => subscribing(address)),
      context('Only some groups, at an address of your own: `/sig calendar mine node network`'),
      context(SLOW),
    ],
  };
}

function subscribing({ title, url }: Address) {
  const ways = [
    link(`https://calendar.google.com/calendar/r?cid=${encodeURIComponent(webcal(url))}`, 'Google'),
    link(
      `https://outlook.office.com/calendar/0/addfromweb?url=${encodeURIComponent(url)}&name=${encodeURIComponent(title)}`,
      'Outlook',
    ),
    link(url, 'as a file'),
  ];
  return [
    section(
      `*${escape(title, 120)}*: ${ways.join(' · ')}\nApple Calendar, Thunderbird and others subscribe to:`,
    ),
    ...preformatted(webcal(url)),
  ];
}

function webcal(url: string): string {
  return url.replace(/^https?:/, 'webcal:');
}

/** A person's own calendar; its address is shown once, for the bot keeps only a fingerprint of it. */
export function ownMessage(groups: readonly Group[], own: { url: string } | { since: Instant }): Message {
  const names = groups.map(({ title }) => escape(title, 60)).join(', ') || 'no group';
  const title = `Your own calendar: ${names}`;
  if ('since' in own) {
    const text = `${title}.\nIts address was given to you ${when(own.since, '{date_short_pretty}')} and is kept nowhere; another one, that ends it: \`/sig calendar mine new\`. None any more: \`/sig calendar mine stop\``;
    return { text: title, blocks: [section(text)] };
  }
  return {
    text: title,
    blocks: [
      section(`*${title}*`),
      ...subscribing({ title: 'Your meetings', url: own.url }),
      context('Who has this address can read it: keep it to yourself. It is shown only now.'),
      context('Other groups: `/sig calendar mine node network` · end it: `/sig calendar mine stop`'),
    ],
  };
}

export function endedMessage(): Message {
  return say('Your calendar is ended: its address gives nothing any more.');
}

export function noAddressMessage(): Message {
  return say(
    'This sigbot has no address on the web, so no calendar can subscribe to it. Whoever runs it sets PUBLIC_URL; until then: `/sig meeting`',
  );
}
