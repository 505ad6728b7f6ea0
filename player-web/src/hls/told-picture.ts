/**
 * The picture on screen, as far as the browser told of it. A browser may tell of the picture that a seek leads to while
 * the element still seeks, and then says nothing more; but what it tells of meanwhile may as well be the picture that
 * was left. All times are s, of the media element.
 */
export class ToldPicture {
  private start = -Infinity;
  private isEarly = false;

  /** The browser tells where a picture on screen begins. @returns whether it may be shown now */
  told(start: number, isSeeking: boolean): boolean {
    this.start = start;
    this.isEarly = isSeeking;
    return !isSeeking;
  }

  /**
   * The element is where it was to go.
   * @param spacing of pictures
   * @returns where the picture begins that was told of too early and is to be shown now, undefined if none is
   */
  arrived(position: number, spacing: number): number | undefined {
    const { isEarly } = this;
    this.isEarly = false;
    return isEarly ? this.startAt(position, spacing) : undefined;
  }

  /** Where the picture on screen begins, undefined where the browser told of none that the position is in. */
  startAt(position: number, spacing: number): number | undefined {
    const age = position - this.start;
    return age >= -0.001 && age < spacing ? this.start : undefined;
  }
}
