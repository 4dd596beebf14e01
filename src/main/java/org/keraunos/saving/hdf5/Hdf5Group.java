package org.keraunos.saving.hdf5;

import io.jhdf.GroupSymbolTableNode;
import io.jhdf.LocalHeap;
import io.jhdf.ObjectHeader;
import io.jhdf.SymbolTableEntry;
import io.jhdf.Utils;
import io.jhdf.btree.BTreeV1;
import io.jhdf.object.message.AttributeInfoMessage;
import io.jhdf.object.message.AttributeMessage;
import io.jhdf.object.message.DataSpaceMessage;
import io.jhdf.object.message.LinkInfoMessage;
import io.jhdf.object.message.LinkMessage;
import io.jhdf.object.message.SymbolTableMessage;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A group in an HDF5 file: groups and data sets by name, and attributes of text. What it links to
 * is read when it is asked for, so that one data set that cannot be read says nothing of the
 * others.
 */
public final class Hdf5Group {
  private static final int DEEPEST = 100;
  private static final long NO_HARD_LINK = -1;
  private static final int SOFT_LINK = 2;

  private final Place place;
  private final BoundedStorage storage;
  private final ObjectHeader header;
  private final int depth;
  private @Nullable Map<String, Long> links;

  Hdf5Group(Place place, BoundedStorage storage, ObjectHeader header, int depth) {
    this.place = place;
    this.storage = storage;
    this.header = header;
    this.depth = depth;
  }

  /** {@return the path in the file; empty for the root} */
  public String path() {
    return place.path();
  }

  /** {@return the names of the groups and data sets in it, in the file's order} */
  public Set<String> names() {
    return Collections.unmodifiableSet(links().keySet());
  }

  /**
   * Whether there is something at a path.
   *
   * @param path names, divided by {@code /}
   * @return whether there is a group or a data set
   */
  public boolean has(String path) {
    return find(path) != null;
  }

  /**
   * A group below this one.
   *
   * @param path its names, divided by {@code /}
   * @return it; empty if there is none
   * @throws org.keraunos.base.DataException if the file is broken there
   */
  public Optional<Hdf5Group> group(String path) {
    return find(path) instanceof Hdf5Group group ? Optional.of(group) : Optional.empty();
  }

  /**
   * A data set below this group.
   *
   * @param path its names, divided by {@code /}
   * @return it; empty if there is none
   * @throws org.keraunos.base.DataException if the file is broken there, or it holds no numbers
   */
  public Optional<Hdf5Array> array(String path) {
    return find(path) instanceof Hdf5Array array ? Optional.of(array) : Optional.empty();
  }

  /**
   * A text that is noted at this group.
   *
   * @param attribute its name
   * @return it; empty if there is no such attribute
   * @throws org.keraunos.base.DataException if it is no single text
   */
  public Optional<String> text(String attribute) {
    return texts(attribute).map(texts -> {
      if (texts.size() != 1) {
        throw place.bad(
            "expected one text as the attribute " + attribute + ", received " + texts.size());
      }
      return texts.get(0);
    });
  }

  /**
   * Texts that are noted at this group.
   *
   * @param attribute their name
   * @return them; empty if there is no such attribute
   * @throws org.keraunos.base.DataException if it is broken, or no text
   */
  public Optional<List<String>> texts(String attribute) {
    return place.reading(() -> {
      AttributeMessage found = attribute(header, attribute);
      return found == null ? Optional.empty() : Optional.of(Texts.of(found, storage));
    });
  }

  private static @Nullable AttributeMessage attribute(ObjectHeader header, String name) {
    for (AttributeMessage message : header.getMessagesOfType(AttributeMessage.class)) {
      if (message.getName().equals(name)) {
        return message;
      }
    }
    for (AttributeInfoMessage info : header.getMessagesOfType(AttributeInfoMessage.class)) {
      if (info.getFractalHeapAddress() != NO_HARD_LINK) {
        throw new IllegalStateException(
            "attributes in a heap, as newer versions write them; write the file without libver");
      }
    }
    return null;
  }

  private @Nullable Object find(String path) {
    int slash = path.indexOf('/');
    String name = slash < 0 ? path : path.substring(0, slash);
    Long address = links().get(name);
    if (address == null) {
      return null;
    }
    Object child = child(name, address);
    if (slash < 0) {
      return child;
    }
    return child instanceof Hdf5Group group ? group.find(path.substring(slash + 1)) : null;
  }

  private Object child(String name, long address) {
    Place at = place.child(name);
    if (depth == DEEPEST) {
      throw at.bad("expected at most " + DEEPEST + " groups in one another, received more");
    }
    if (address == NO_HARD_LINK) {
      throw at.bad("expected a group or a data set, received a link by name");
    }
    return at.reading(() -> {
      ObjectHeader found = ObjectHeader.readObjectHeader(storage, address);
      if (!found.hasMessageOfType(DataSpaceMessage.class)) {
        return new Hdf5Group(at, storage, found, depth + 1);
      }
      return new Hdf5Array(at, storage, found);
    });
  }

  private Map<String, Long> links() {
    Map<String, Long> known = links;
    if (known == null) {
      known = place.reading(
          () -> header.hasMessageOfType(SymbolTableMessage.class) ? table() : messages());
      links = known;
    }
    return known;
  }

  /** Links as files of HDF5's first format have them: a tree of tables, with names in a heap. */
  private Map<String, Long> table() {
    SymbolTableMessage message = header.getMessageOfType(SymbolTableMessage.class);
    ByteBuffer names = new LocalHeap(storage, message.getLocalHeapAddress()).getDataBuffer();
    Map<String, Long> found = new LinkedHashMap<>();
    long total = 0;
    for (long node :
        BTreeV1.createGroupBTree(storage, message.getBTreeAddress()).getChildAddresses()) {
      for (SymbolTableEntry entry :
          new GroupSymbolTableNode(storage, node).getSymbolTableEntries()) {
        names.position(entry.getLinkNameOffset());
        String name = Utils.readUntilNull(names);
        total += name.length();
        if (total > names.capacity()) {
          throw new IllegalStateException("names that are longer than what holds them");
        }
        boolean soft = entry.getCacheType() == SOFT_LINK;
        add(found, name, soft ? NO_HARD_LINK : entry.getObjectHeaderAddress());
      }
    }
    return found;
  }

  /** Links that stand in the header of the group itself. */
  private Map<String, Long> messages() {
    Map<String, Long> found = new LinkedHashMap<>();
    for (LinkInfoMessage info : header.getMessagesOfType(LinkInfoMessage.class)) {
      if (info.getBTreeNameIndexAddress() != NO_HARD_LINK) {
        throw new IllegalStateException(
            "a group in a heap, as newer versions write it; write the file without libver");
      }
    }
    for (LinkMessage link : header.getMessagesOfType(LinkMessage.class)) {
      boolean hard = link.getLinkType() == LinkMessage.LinkType.HARD;
      add(found, link.getLinkName(), hard ? link.getHardLinkAddress() : NO_HARD_LINK);
    }
    return found;
  }

  private static void add(Map<String, Long> found, String name, long address) {
    if (found.put(name, address) != null) {
      throw new IllegalStateException("the name " + name + " twice");
    }
  }

  @Override
  public String toString() {
    return place.path();
  }
}
