package dev.moorage.storage.memory;

import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.object.ListOptions;
import dev.moorage.storage.spi.object.ObjectInfo;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.object.ObjectPage;
import dev.moorage.storage.tck.ScriptedFaults;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Mistakes with listings. */
enum ListingMistake implements Mistake {
    FOLDERS_COME_IN_THE_ORDER_OF_PATHS("keysAreInTheOrderOfStrings") {
        @Override
        ObjectPage list(StorageDriver driver, ObjectKey prefix, ListOptions options) throws IOException {
            ObjectPage page = driver.list(prefix, options);
            List<ObjectPage.Entry> entries = new ArrayList<>(page.entries());
            entries.sort(Comparator.comparing(entry -> entry.text().replace('/', ' ')));
            return new ObjectPage(entries, page.next());
        }
    },
    A_PAGE_BEGINS_WITH_THE_LAST_OF_THE_ONE_BEFORE("moreThanAThousandKeysComeInPages") {
        @Override
        ObjectPage list(StorageDriver driver, ObjectKey prefix, ListOptions options) throws IOException {
            ObjectPage page = driver.list(prefix, options);
            int entries = page.entries().size();
            return page.next().isEmpty() || entries < 2
                    ? page
                    : new ObjectPage(
                            page.entries(),
                            Optional.of(page.entries().get(entries - 2).text()));
        }
    },
    A_THOUSAND_IS_ALL_THERE_IS("moreThanAThousandKeysComeInPages") {
        @Override
        ObjectPage list(StorageDriver driver, ObjectKey prefix, ListOptions options) throws IOException {
            ListOptions capped = new ListOptions(
                    Math.min(options.limit(), 1000), options.after(), options.delimited(), options.marking());
            ObjectPage page = driver.list(prefix, capped);
            return options.limit() > 1000 ? new ObjectPage(page.entries(), Optional.empty()) : page;
        }
    },
    THE_PREFIX_LISTS_ITSELF("aSingleObjectIsNoPrefix") {
        @Override
        ObjectPage list(StorageDriver driver, ObjectKey prefix, ListOptions options) throws IOException {
            ObjectPage page = driver.list(prefix, options);
            List<ObjectPage.Entry> entries = new ArrayList<>(page.entries());
            Optional<ObjectInfo> itself = driver.stat(prefix);
            itself.ifPresent(info -> entries.addFirst(new ObjectPage.Found(prefix, info.size())));
            return new ObjectPage(entries, page.next());
        }
    },
    A_LISTING_STARTS_AT_AND_NOT_AFTER("aListingStartsAfterAnyKeyWhetherItIsThereOrNot") {
        @Override
        ObjectPage list(StorageDriver driver, ObjectKey prefix, ListOptions options) throws IOException {
            ObjectPage page = driver.list(prefix, options);
            List<ObjectPage.Entry> entries = new ArrayList<>(page.entries());
            if (options.after().isPresent() && entries.size() < options.limit()) {
                ObjectKey key = new ObjectKey(options.after().get().replaceAll("/$", ""));
                driver.stat(key).ifPresent(info -> entries.addFirst(new ObjectPage.Found(key, info.size())));
            }
            return new ObjectPage(entries, page.next());
        }
    },
    THE_SERVERS_STATE_IS_HIDDEN("theStateOfTheServerIsStoredAndListedLikeAnyOtherObject") {
        @Override
        ObjectPage list(StorageDriver driver, ObjectKey prefix, ListOptions options) throws IOException {
            return prefix.value().startsWith(".moorage")
                    ? new ObjectPage(List.of(), Optional.empty())
                    : driver.list(prefix, options);
        }
    },
    SIZES_ARE_NOT_TOLD("sizesAreListed") {
        @Override
        ObjectPage list(StorageDriver driver, ObjectKey prefix, ListOptions options) throws IOException {
            ObjectPage page = driver.list(prefix, options);
            List<ObjectPage.Entry> entries = new ArrayList<>();
            for (ObjectPage.Entry entry : page.entries()) {
                entries.add(entry instanceof ObjectPage.Found ? new ObjectPage.Found(entry.key(), 0) : entry);
            }
            return new ObjectPage(entries, page.next());
        }
    };

    private final String caughtBy;

    ListingMistake(String caughtBy) {
        this.caughtBy = caughtBy;
    }

    abstract ObjectPage list(StorageDriver driver, ObjectKey prefix, ListOptions options) throws IOException;

    @Override
    public StorageDriver open(InMemoryStore store, ScriptedFaults faults, ProcessMemory process) {
        return new MutantDriver(new InMemoryStorageDriver(store)) {
            @Override
            public ObjectPage list(ObjectKey prefix, ListOptions options) throws IOException {
                return ListingMistake.this.list(driver, prefix, options);
            }
        };
    }

    @Override
    public String caughtBy() {
        return caughtBy;
    }
}
