/** What the bot draws: a group's health over twelve weeks. */
export const PICTURE_KINDS = ['health'] as const;
export type PictureKind = (typeof PICTURE_KINDS)[number];

/** What a picture shows: enough to draw it again anywhere. */
export interface PictureOf {
  kind: PictureKind;
  /** The group's id. */
  group: string;
  /** The day it tells of: "2026-11-23". */
  day: string;
}

export interface PicturePorts {
  /**
   * Where Slack fetches the picture for a day; nobody can guess it, and whoever has it needs nothing else.
   * Undefined where the bot has no public address.
   */
  address(picture: PictureOf): string | undefined;
}
