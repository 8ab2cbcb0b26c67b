using AsyncStateAnalyzers.Model;
using Microsoft.CodeAnalysis;

namespace AsyncStateAnalyzers.Knowledge;

/// <summary>What a type says about the values it has.</summary>
internal static class TypeFacts
{
    private static readonly HashSet<string> s_values = new(StringComparer.Ordinal)
    {
        "DateTimeOffset", "TimeSpan", "Guid", "Uri", "Version", "DateOnly", "TimeOnly", "BigInteger", "Int128", "UInt128", "Half", "CancellationToken", "Index", "Range",
    };

    private static readonly HashSet<string> s_handles = new(StringComparer.Ordinal)
    {
        "CancellationTokenSource", "Timer", "PeriodicTimer", "ITimer", "TaskCompletionSource", "CancellationTokenRegistration", "Process", "FileSystemWatcher",
    };

    /// <summary>The traits of a location of this type.</summary>
    public static LocationTraits TraitsOf(ITypeSymbol type)
    {
        if (type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T, TypeArguments.Length: 1 } nullable)
            return TraitsOf(nullable.TypeArguments[0]);
        if (type.SpecialType == SpecialType.System_Boolean)
            return LocationTraits.Boolean | LocationTraits.ImmutableValue;
        if (type.TypeKind == TypeKind.Delegate || type.SpecialType is SpecialType.System_Delegate or SpecialType.System_MulticastDelegate)
            return LocationTraits.DelegateLike;
        if (IsTask(type))
            return LocationTraits.TaskLike;
        if (s_handles.Contains(type.Name) && type.IsBelow("System"))
            return LocationTraits.Handle;
        if (type.SpecialType is >= SpecialType.System_SByte and <= SpecialType.System_String || type.Is("System", "TimeSpan"))
            return LocationTraits.ImmutableValue | LocationTraits.Number;
        return IsImmutableValue(type) ? LocationTraits.ImmutableValue : IsDisposable(type) ? LocationTraits.Disposable : LocationTraits.None;
    }

    /// <summary>True for <c>Task</c> and <c>ValueTask</c> with or without a result.</summary>
    public static bool IsTask(ITypeSymbol? type) => type?.Name is "Task" or "ValueTask" && type.IsIn("System.Threading.Tasks");

    /// <summary>True where a variable of the type holds a reference to an object that others may know too.</summary>
    public static bool HoldsObject(ITypeSymbol? type) =>
        type is { IsValueType: false } && type.SpecialType != SpecialType.System_String && type.TypeKind != TypeKind.Pointer;

    /// <summary>True for <c>IDisposable</c>, <c>IAsyncDisposable</c>, what implements them, and ref structs with <c>Dispose</c>.</summary>
    public static bool IsDisposable(ITypeSymbol? type)
    {
        if (type is null)
            return false;
        if (IsDisposableInterface(type) || type.OriginalDefinition.AllInterfaces.Any(IsDisposableInterface))
            return true;
        return type.IsRefLikeType && type.GetMembers("Dispose").Length > 0;
    }

    /// <summary>What awaiting a value of the type gives; null for nothing or unknown.</summary>
    public static ITypeSymbol? AwaitedType(ITypeSymbol? type)
    {
        if (type is INamedTypeSymbol { TypeArguments.Length: 1 } named && (IsTask(named) || named.Name.Contains("Awaitable")))
            return named.TypeArguments[0];
        var getAwaiter = type?.GetMembers("GetAwaiter").OfType<IMethodSymbol>().FirstOrDefault(m => m.Parameters.IsEmpty);
        var getResult = getAwaiter?.ReturnType.GetMembers("GetResult").OfType<IMethodSymbol>().FirstOrDefault();
        return getResult?.ReturnType;
    }

    private static bool IsDisposableInterface(ITypeSymbol type) =>
        type.SpecialType == SpecialType.System_IDisposable || type.Is("System", "IAsyncDisposable");

    private static bool IsImmutableValue(ITypeSymbol type)
    {
        if (type.TypeKind == TypeKind.Enum || type.SpecialType is >= SpecialType.System_Char and <= SpecialType.System_String or SpecialType.System_DateTime)
            return true;
        if (type.IsTupleType && type is INamedTypeSymbol tuple)
            return tuple.TypeArguments.All(IsImmutableValue);
        if (s_values.Contains(type.Name) && type.IsBelow("System"))
            return true;
        if (type.IsBelow("System.Collections.Immutable") || type.IsBelow("System.Collections.Frozen"))
            return type.Name != "Builder";
        return type is { TypeKind: TypeKind.Struct, IsReadOnly: true, IsRefLikeType: false };
    }
}
