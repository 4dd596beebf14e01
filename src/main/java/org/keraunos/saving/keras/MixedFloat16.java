package org.keraunos.saving.keras;

/** What becomes of layers of a file that compute in float16, which Keraunos does not. */
public enum MixedFloat16 {
  /** They are refused. */
  REFUSE,
  /** They compute in bfloat16: as fast, and coarser. */
  AS_MIXED_BFLOAT16,
  /** They compute in float32: exact, and slower. */
  AS_FLOAT32
}
