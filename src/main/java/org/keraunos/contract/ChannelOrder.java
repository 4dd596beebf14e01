package org.keraunos.contract;

/** The order of an image's colours in its last axis. */
public enum ChannelOrder {
  /** Red, green, blue; also for gray images and for what is no image. */
  RGB,

  /** Blue, green, red, as networks of Caffe want it. */
  BGR
}
