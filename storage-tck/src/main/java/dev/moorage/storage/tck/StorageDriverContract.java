package dev.moorage.storage.tck;

/**
 * The complete contract of a storage driver. The author of a driver implements this in one test class. The description of
 * the package has the details.
 */
public interface StorageDriverContract
        extends ObjectContract,
                ContentContract,
                KeyContract,
                FreshnessContract,
                ConditionalWriteContract,
                StalledWriteContract,
                GuardedDeleteContract,
                GuardedDeleteRaceContract,
                ListingContract,
                StagingContract,
                StagedSizeContract,
                BrokenBodyContract,
                PublishingContract,
                FencingContract,
                RacingObjectsContract,
                RacingUploadsContract,
                CrashContract,
                ProcessContract,
                SteppedProcessContract,
                HeldResourcesContract,
                SpaceContract,
                OutageContract,
                ObjectFaultContract,
                StagingFaultContract,
                MeasurementContract {}
