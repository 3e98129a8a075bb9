package dev.moorage.storage.tck;

/** All that a storage driver must do. A driver's author implements this in one test class; see the package's description. */
public interface StorageDriverContract
        extends ObjectContract,
                ConditionalWriteContract,
                ListingContract,
                StagingContract,
                BrokenBodyContract,
                PublishingContract,
                FencingContract,
                RacingObjectsContract,
                RacingUploadsContract,
                CrashContract,
                ProcessContract,
                ObjectFaultContract,
                StagingFaultContract,
                MeasurementContract {}
