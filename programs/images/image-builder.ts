/** A place in a registry, and as whom to go there. */
export interface Destination {
  /** With the host of the registry, and a tag or a digest. */
  readonly name: string;
  /** By HTTP, as a registry on this machine is reached. */
  readonly insecure: boolean;
  readonly user: string;
  readonly password: string;
}

export interface BuildOptions {
  /** Folder that takes the place of the stage `build`, as it could not run here. */
  readonly build?: string;
  readonly labels?: Readonly<Record<string, string>>;
  /** Of all that is in it, in seconds since 1970: the same sources give the same image. Default: of the build. */
  readonly date?: number;
  /** Such as `linux/arm64`. Default: that of this machine. Several make an index of images. */
  readonly platforms?: readonly string[];
}

/** What makes images. */
export interface Builder {
  readonly name: string;
  /** Whether an image is there, or can be fetched from a registry. */
  has(image: string): Promise<boolean>;
  /** The digest of its configuration: the same for the same content, whatever the registry. */
  id(image: string): Promise<string>;
  /** The value of a label of an image that is there. */
  label(image: string, name: string): Promise<string>;
  /** What it can make images for: the machine's own platform, and those that it can run programs of. */
  platforms(): Promise<string[]>;
  /** Makes an image of a folder with a Dockerfile. */
  build(image: string, folder: string, options?: BuildOptions): Promise<void>;
  /** Gives an image that is there another name, and returns that. */
  tag(image: string, name: string): Promise<string>;
  /**
   * Fetches an image, and gives it a name of its own.
   * @param folder for what it has to write down meanwhile.
   */
  pull(from: Destination, image: string, folder: string): Promise<void>;
  /** Writes an image to a file, in the layout of `docker save`. */
  save(image: string, file: string): Promise<void>;
  /**
   * Pushes an image that was built.
   * @param folder for what it has to write down meanwhile.
   * @returns its digest.
   */
  push(image: string, destination: Destination, folder: string): Promise<string>;
}
